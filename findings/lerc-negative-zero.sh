#!/bin/sh
# lerc-negative-zero.sh - LERC with MAX_Z_ERROR=0 is called lossless, but of a
# float32 image of 0.0 and -0.0 it keeps one of the two, whichever comes first:
# the numbers are equal, digests of the pixels are not.
#
# Seen with gdal-bin 3.6.2, libtiff 4.5.0, liblerc 4.0.0 of Debian 12 in
# November 2026.
. "$(dirname "$0")/lib.sh"

debian 'gdal-bin=3.6.2+dfsg-*' 'libtiff6=4.5.0-*' 'liblerc4=4.0.0+ds-*'
through() {
	tiff in.tif kind=f4 each="$2 if x % 2 else -$2" &&
	gdal_translate -q -co COMPRESS="$1" ${3:+-co "$3"} in.tif out.tif &&
	gdal_translate -q -of ENVI out.tif out.raw &&
	py signs.py
}
cat > signs.py << 'END'
print(open("out.raw", "rb").read()[3::4].count(0x80), "of 4096 negative")
END
expect "Deflate, -0.0 first" "2048 of 4096 negative" through DEFLATE 0.0
expect "LERC, -0.0 first" "4096 of 4096 negative" \
	through LERC 0.0 MAX_Z_ERROR=0
expect "LERC, 0.0 first" "0 of 4096 negative" \
	through LERC -0.0 MAX_Z_ERROR=0
finding_done
