#!/bin/sh
# openblas-kernels-last-bits.sh - OpenBLAS chooses its kernels by the processor,
# and they differ in the last bits.  Of a product of float32 matrices with 144
# terms an element, on one thread, more than half of the elements are other
# numbers by the kernels for Haswell than by those for Sandybridge; on a
# processor with AVX-512 those for SkylakeX give a third result.  Haswell and
# Zen agree.
#
# Seen with libopenblas0-pthread 0.3.21 of Debian 12 in November 2026.
. "$(dirname "$0")/lib.sh"

grep -qw fma /proc/cpuinfo || cannot "this processor has no FMA"
debian 'libopenblas0-pthread=0.3.21+ds-*'
blas=$(find "$root/usr/lib" /usr/lib -name libopenblas.so.0 \
	-path '*openblas-pthread*' 2> /dev/null | head -n 1)
[ "$blas" ] || cannot "no libopenblas.so.0"

cat > product.py << 'END'
import ctypes, hashlib, random, sys
blas = ctypes.CDLL(sys.argv[1])
blas.openblas_get_corename.restype = ctypes.c_char_p
blas.openblas_set_num_threads(1)
name = blas.openblas_get_corename().decode()
if name != sys.argv[2]:
    sys.exit("kernels are those of " + name)
m, n, k = 64, 4096, 144
random.seed(1)
a = (ctypes.c_float * (m * k))(*[random.gauss(0, 1) for i in range(m * k)])
b = (ctypes.c_float * (k * n))(*[random.gauss(0, 1) for i in range(k * n)])
c = (ctypes.c_float * (m * n))()
blas.cblas_sgemm(101, 111, 111, m, n, k, ctypes.c_float(1), a, k, b, n,
                 ctypes.c_float(0), c, n)
open(name + ".out", "wb").write(bytes(c))
END
cat > compare.py << 'END'
import array, sys
a, b = (array.array("I", open(f + ".out", "rb").read()) for f in sys.argv[1:])
part = sum(x != y for x, y in zip(a, b)) / len(a)
print("equal" if part == 0 else "more than half differ" if part > .5 else
      "less than half differ")
END
kernels="Haswell Zen Sandybridge"
grep -qw avx512f /proc/cpuinfo && kernels="$kernels SkylakeX"
for core in $kernels; do
	OPENBLAS_CORETYPE=$core py product.py "$blas" $core ||
		cannot "this OpenBLAS has no kernels for $core"
done
expect "Haswell and Zen" "equal" py compare.py Haswell Zen
expect "Haswell and Sandybridge" "more than half differ" \
	py compare.py Haswell Sandybridge
case $kernels in
*SkylakeX) expect "Haswell and SkylakeX" "less than half differ" \
	py compare.py Haswell SkylakeX ;;
esac
finding_done
