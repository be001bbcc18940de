#!/bin/sh
# imagej-white-is-zero.sh - in a TIFF that says that 0 is white
# (PhotometricInterpretation 0), ImageJ keeps the stored 16-bit numbers and only
# draws them the other way round, and writes such files itself for an image with
# "Invert LUT".  GraphicsMagick turns the numbers over: 100 becomes 65435.
#
# Seen with ImageJ 1.53t (libij-java) and GraphicsMagick 1.4+really1.3.40 of
# Debian 12 in November 2026.
. "$(dirname "$0")/lib.sh"

debian 'libij-java=1.53t-*' 'graphicsmagick=1.4+really1.3.40-*'
tiff in.tif each=100 white=zero || exit 99

expect "ImageJ" "shown 100.0, kept 100.0" imagej in.tif out.tif
cat > photometric.py << 'END'
import struct
b = open("out.tif", "rb").read()
order = "<" if b[:2] == b"II" else ">"
at, = struct.unpack_from(order + "I", b, 4)
n, = struct.unpack_from(order + "H", b, at)
for i in range(n):
    t, _, _, v, _ = struct.unpack_from(order + "HHIHH", b, at + 2 + 12 * i)
    if t == 262:
        print("PhotometricInterpretation", v)
END
expect "ImageJ, of what it saved" "PhotometricInterpretation 0" \
	py photometric.py
turned() {
	gm convert "$1" -endian lsb gray:out.raw &&
		od -An -tu2 --endian=little -N2 out.raw | tr -d ' '
}
expect "GraphicsMagick" "65435" turned in.tif
finding_done
