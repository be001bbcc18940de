#!/bin/sh
# zstd-frames-in-zarr.sh - a chunk of a Zarr array that `zstd` compressed from
# standard input has no content size in its header, which the format of zstd
# allows; python3-zarr (numcodecs) cannot read it and calls it invalid, zarrita
# can.  A writer must put the size into the frame, as `zstd FILE` does.
#
# Seen with zstd 1.5.4, python3-zarr 2.13.6, python3-numcodecs 0.11.0 of Debian
# 12 and npm zarrita 0.7.5 in November 2026.
. "$(dirname "$0")/lib.sh"

debian 'python3-zarr=2.13.6+ds-*' 'python3-numcodecs=0.11.0+ds-*' \
	'zstd=1.5.4+dfsg2-*'
npm_packages zarrita@0.7.5 @zarrita/storage@0.2.0

cat > make.py << 'END'
import json, numpy, os
os.mkdir("a.zarr")
with open("a.zarr/.zarray", "w") as f:
    json.dump({"zarr_format": 2, "shape": [64, 64], "chunks": [64, 64],
               "dtype": "<u2", "compressor": {"id": "zstd", "level": 3},
               "fill_value": 0, "order": "C", "filters": None}, f)
numpy.arange(4096, dtype="<u2").tofile("pixels")
END
cat > look.py << 'END'
import numpy, zarr
try:
    a = zarr.open("a.zarr", "r")[:].ravel()
    print("right" if (a == numpy.arange(4096)).all() else "wrong")
except RuntimeError as e:
    print(e)
END
cat > look.mjs << 'END'
import * as zarr from "zarrita";
import { FileSystemStore } from "@zarrita/storage";
const store = new FileSystemStore(process.cwd() + "/a.zarr");
const { data } = await zarr.get(await zarr.open.v2(store, { kind: "array" }));
console.log(data.every((v, i) => v === i) ? "right" : "wrong");
END
py make.py || exit 99

zstd -q -3 -c pixels > a.zarr/0.0 || exit 99
expect "python3-zarr, a frame with its size" right py look.py
expect "zarrita, a frame with its size" right node look.mjs
zstd -q -3 -c < pixels > a.zarr/0.0 || exit 99
expect "python3-zarr, a frame without" \
	"Zstd decompression error: invalid input data" py look.py
expect "zarrita, a frame without" right node look.mjs
finding_done
