#!/bin/sh
# imagej-signed-16-bits.sh - signed 16-bit pixels that ImageJ opens and saves
# lie 32,768 higher in the new file, which calls them unsigned; only c0 and c1
# in its description undo that.  ImageJ shows the old numbers, other readers
# (tifffile here) the new ones.
#
# Seen with ImageJ 1.53t (libij-java) and tifffile 20230203 of Debian 12 in
# November 2026.
. "$(dirname "$0")/lib.sh"

debian 'libij-java=1.53t-*' 'python3-tifffile=20230203-*'
tiff in.tif kind=i2 each=-5 || exit 99

expect "ImageJ, of -5" "shown -5.0, kept 32763.0" imagej in.tif out.tif
expect "ImageJ, of what it saved" "shown -5.0, kept 32763.0" imagej out.tif
cat > look.py << 'END'
import tifffile
with tifffile.TiffFile("out.tif") as t:
    page = t.pages[0]
    words = [l for l in page.description.split("\n") if l[:1] == "c"]
    print(page.dtype, page.asarray()[10, 10], *words)
END
expect "tifffile, of what it saved" "uint16 32763 cf=0 c0=-32768.0 c1=1.0" \
	py look.py
finding_done
