#!/bin/sh
# npyjs-fortran-order.sh - numpy.save writes an array in Fortran order as it
# lies in memory; npyjs gives the numbers in that order, beside a shape that
# everyone reads row by row.  Its fortranOrder must be asked: 0 1 2 / 3 4 5
# becomes 0 3 1 / 4 2 5.
#
# Seen with python3-numpy 1.24.2 of Debian 12 and npm npyjs 1.2.0 in November
# 2026.
. "$(dirname "$0")/lib.sh"

debian 'python3-numpy=1:1.24.2-*'
npm_packages npyjs@1.2.0

cat > make.py << 'END'
import numpy
a = numpy.arange(6, dtype="f4").reshape(2, 3)
numpy.save("f.npy", numpy.asfortranarray(a))
END
cat > look.mjs << 'END'
import fs from "fs";
import npyjs from "npyjs";
const N = npyjs.default ?? npyjs;
const a = new N().parse(new Uint8Array(fs.readFileSync("f.npy")).buffer);
console.log(a.shape.join(" x ") + ":", a.data.join(" ") + ",",
	"fortranOrder", a.fortranOrder);
END
py make.py || exit 99
expect "rows 0 1 2 and 3 4 5" "2 x 3: 0 3 1 4 2 5, fortranOrder true" \
	node look.mjs
finding_done
