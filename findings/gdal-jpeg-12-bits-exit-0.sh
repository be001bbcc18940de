#!/bin/sh
# gdal-jpeg-12-bits-exit-0.sh - gdal_translate asked for 12 bits in JPEG, which
# its libtiff cannot write, says so on stderr, leaves a TIFF without pixels and
# exits with 0.
#
# Seen with gdal-bin 3.6.2 of Debian 12 in November 2026.
. "$(dirname "$0")/lib.sh"

debian 'gdal-bin=3.6.2+dfsg-*'
tiff in.tif each='(x + 64 * y) % 4096' || exit 99

translate() {
	gdal_translate -q -ot UInt16 -co NBITS=12 -co COMPRESS=JPEG in.tif \
		out.tif > log 2>&1
	echo "exit $?"
}
expect "12 bits in JPEG" "exit 0" translate
said() { grep -o 'BitsPerSample 12 not allowed for JPEG' log | uniq; }
expect "on stderr" "BitsPerSample 12 not allowed for JPEG" said
small() { [ "$(wc -c < out.tif)" -lt 1000 ] && echo "under 1000 bytes"; }
expect "the file of 4,096 pixels" "under 1000 bytes" small
finding_done
