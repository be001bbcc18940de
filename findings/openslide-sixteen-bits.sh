#!/bin/sh
# openslide-sixteen-bits.sh - OpenSlide opens a tiled TIFF of 16-bit grey levels
# without complaint and gives its highest 8 bits: 511 becomes 1.
#
# Seen with python3-openslide 1.2.0, libopenslide0 3.4.1 of Debian 12 in
# November 2026.
. "$(dirname "$0")/lib.sh"

debian 'python3-openslide=1.2.0-*' 'libopenslide0=3.4.1+dfsg-*' \
	'libtiff-tools=4.5.0-*' python3-pil
tiff strips.tif width=512 height=512 each=511 &&
	tiffcp -t -w 256 -l 256 strips.tif tiles.tif || exit 99

cat > look.py << 'END'
import openslide
slide = openslide.OpenSlide("tiles.tif")
print(slide.read_region((0, 0), 0, (1, 1)).getpixel((0, 0)))
END
expect "a pixel of 511" "(1, 1, 1, 255)" py look.py
finding_done
