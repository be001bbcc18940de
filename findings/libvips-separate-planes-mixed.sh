#!/bin/sh
# libvips-separate-planes-mixed.sh - of a TIFF whose channels lie in planes of
# their own (PlanarConfiguration 2), libvips gives rows of the wrong channels,
# without a word, when a strip has more than one row: two of three rows of a
# channel of three come from the other two.  Strips of one row are read right,
# tiles are refused.  npm's sharp, which is libvips, does the same.
#
# Seen with libvips 8.14.1 of Debian 12, and with npm sharp 0.35.5 (libvips
# 8.18.7), in November 2026.
. "$(dirname "$0")/lib.sh"

debian 'libvips-tools=8.14.1-*' 'libtiff-tools=4.5.0-*'
npm_packages sharp@0.35.5

# Three channels of 16 bits: 100, 200 and 300 everywhere.
cat > make.py << 'END'
import struct
w, h, n = 301, 203, 3
px = b"".join(struct.pack("<%dH" % (w * h), *([100 * (c + 1)] * (w * h)))
              for c in range(n))
at = 8 + len(px)
one = w * h * 2
extra = struct.pack("<3H", 16, 16, 16) + b"\0\0" + \
    struct.pack("<3I", 8, 8 + one, 8 + 2 * one) + struct.pack("<3I", *[one] * 3)
tags = [(256, 3, 1, w), (257, 3, 1, h), (258, 3, 3, at), (259, 3, 1, 1),
        (262, 3, 1, 1), (273, 4, 3, at + 8), (277, 3, 1, n), (278, 3, 1, h),
        (279, 4, 3, at + 20), (284, 3, 1, 2), (338, 3, 2, 0)]
with open("one-strip.tif", "wb") as f:
    f.write(b"II*\0" + struct.pack("<I", at + len(extra)) + px + extra)
    f.write(struct.pack("<H", len(tags)))
    for tag in tags:
        f.write(struct.pack("<HHII", *tag))
    f.write(b"\0\0\0\0")
END
py make.py && tiffcp -p separate -r 1 one-strip.tif rows.tif &&
	tiffcp -p separate -t -w 48 -l 80 one-strip.tif tiles.tif || exit 99

cat > count.py << 'END'
rows = [set(line.split()) for line in open("second.csv")]
print(sum(r == {"200"} for r in rows), "of", len(rows), "rows are 200")
END
second() {
	rm -f second.csv
	vips extract_band "$1.tif" second.csv 1 2> log && py count.py ||
		sed -n 's/^tiff2vips: //p' log | head -n 1
}
expect "libvips, strips of one row" "203 of 203 rows are 200" second rows
expect "libvips, one strip" "68 of 203 rows are 200" second one-strip
expect "libvips, tiles" "tiled separate planes not supported" second tiles

cat > look.mjs << 'END'
import sharp from "sharp";
const { data } = await sharp(process.argv[2]).extractChannel(1)
	.toColourspace("grey16").raw({ depth: "ushort" })
	.toBuffer({ resolveWithObject: true });
const px = new Uint16Array(data.buffer, data.byteOffset, data.length / 2);
console.log(px.filter(v => v === 200).length / 301, "of 203 rows are 200");
END
expect "sharp, strips of one row" "203 of 203 rows are 200" \
	node look.mjs rows.tif
expect "sharp, one strip" "68 of 203 rows are 200" node look.mjs one-strip.tif
finding_done
