#!/bin/sh
# tiffcp-separate-planes-to-tiles.sh - libtiff's tiffcp, asked for tiles of an
# image whose 16-bit channels lie in planes of their own, mixes the bytes of the
# channels: 100, 200 and 300 become 51300, 11464 and 44.  No word, exit status
# 0.  Strips come out right.
#
# Seen with libtiff-tools 4.5.0 and python3-tifffile 20230203 of Debian 12 in
# November 2026.
. "$(dirname "$0")/lib.sh"

debian 'libtiff-tools=4.5.0-*' 'libtiff6=4.5.0-*' \
	'python3-tifffile=20230203-*'
cat > make.py << 'END'
import numpy, tifffile
a = numpy.empty((3, 203, 301), "u2")
a[0], a[1], a[2] = 100, 200, 300
tifffile.imwrite("in.tif", a, photometric="minisblack", metadata=None,
                 planarconfig="separate")
END
cat > look.py << 'END'
import sys, tifffile
a = tifffile.imread(sys.argv[1])
print(*sorted({tuple(p) for p in a.reshape(3, -1).T.tolist()}))
END
py make.py || exit 99

copy() {
	out=$1
	shift
	tiffcp -p separate "$@" in.tif "$out" || echo "exit $?"
	py look.py "$out"
}
expect "strips of 10 rows" "(100, 200, 300)" copy strips.tif -r 10
expect "tiles of 48 x 80" "(51300, 11464, 44)" \
	copy tiles.tif -t -w 48 -l 80
finding_done
