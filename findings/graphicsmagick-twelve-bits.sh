#!/bin/sh
# graphicsmagick-twelve-bits.sh - a TIFF of 12 bits a pixel, as some cameras
# write, comes out of `gm convert` as one of 16 bits whose numbers are 16
# times as large: 2048 becomes 32768.  They are shifted, not scaled to the
# full range: 4095 becomes 65520.  A set of which some files went through it
# has two scales.
#
# Seen with GraphicsMagick 1.4+really1.3.40 of Debian 12 in November 2026.
. "$(dirname "$0")/lib.sh"

debian 'graphicsmagick=1.4+really1.3.40-*'
gm version > /dev/null 2>&1 || cannot "gm does not run"

cat > make.py << 'END'
import struct
w, h = 16, 16
row = bytes([0x80, 0x0F, 0xFF]) * (w // 2)      # 2048 4095, highest bits first
px = row * h
tags = [(256, 3, w), (257, 3, h), (258, 3, 12), (259, 3, 1), (262, 3, 1),
        (273, 4, 8), (277, 3, 1), (278, 3, h), (279, 4, len(px))]
out = b"II*\0" + struct.pack("<I", 8 + len(px)) + px
out += struct.pack("<H", len(tags))
for tag, kind, value in tags:
    out += struct.pack("<HHII", tag, kind, 1, value)
open("twelve.tif", "wb").write(out + b"\0\0\0\0")
END
cat > look.py << 'END'
import struct
b = open("out.tif", "rb").read()
order = "<" if b[:2] == b"II" else ">"
at, = struct.unpack_from(order + "I", b, 4)
n, = struct.unpack_from(order + "H", b, at)
tag = {}
for i in range(n):
    t, kind, _, value = struct.unpack_from(order + "HHI4s", b, at + 2 + 12 * i)
    tag[t] = struct.unpack(order + "I", value)[0] if kind == 4 else \
        struct.unpack_from(order + "H", value)[0]
print(tag[258], "bits,", *struct.unpack_from(order + "HH", b, tag[273]))
END
py make.py && gm convert twelve.tif -compress none out.tif || exit 99
expect "2048 and 4095 in 12 bits become" "16 bits, 32768 65520" py look.py
finding_done
