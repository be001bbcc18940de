#!/bin/sh
# scikit-image-ssim-float32-above-1.sh - structural_similarity of two float32
# images gives 1.31, though it cannot be more than 1: variances are differences
# of squares that are formed in float32, and these images lie 30,000 above 0
# with a spread of 5, as counts of a camera with an offset do.  The same numbers
# as float64 give 0.98.
#
# Seen with python3-skimage 0.19.3, python3-numpy 1.24.2 in November 2026.
. "$(dirname "$0")/lib.sh"

debian 'python3-skimage=0.19.3-*' 'python3-numpy=1:1.24.2-*'

cat > look.py << 'END'
import sys, numpy
from skimage.metrics import structural_similarity
r = numpy.random.RandomState(0)
a = 30000 + 5 * r.randn(256, 256)
b = a + r.randn(256, 256)
a, b = a.astype(sys.argv[1]), b.astype(sys.argv[1])
print("%.4f" % structural_similarity(a, b, data_range=100))
END
expect "float64" "0.9827" py look.py float64
expect "float32" "1.3080" py look.py float32
finding_done
