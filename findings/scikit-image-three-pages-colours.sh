#!/bin/sh
# scikit-image-three-pages-colours.sh - skimage.io.imread takes the pages of a
# TIFF of three or four pages for colours and puts them last; two and five
# pages stay in front.  A stack of three slices and one of five come out of the
# same loop with different axes.
#
# Seen with python3-skimage 0.19.3, python3-tifffile 20230203 in November 2026.
. "$(dirname "$0")/lib.sh"

debian 'python3-skimage=0.19.3-*' 'python3-tifffile=20230203-*'

cat > look.py << 'END'
import sys, numpy, tifffile, skimage.io
n = int(sys.argv[1])
with tifffile.TiffWriter("f.tif") as t:
    for i in range(n):
        t.write(numpy.full((64, 80), i, "u2"), metadata=None, description=None,
                contiguous=False, photometric="minisblack")
print(tifffile.imread("f.tif").shape, skimage.io.imread("f.tif").shape)
END
for n in 2 3 4 5; do
	case $n in
	3|4) want="($n, 64, 80) (64, 80, $n)" ;;
	*) want="($n, 64, 80) ($n, 64, 80)" ;;
	esac
	expect "$n pages of 64 x 80, by tifffile and by scikit-image" "$want" \
		py look.py $n
done
finding_done
