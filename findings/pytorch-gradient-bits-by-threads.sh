#!/bin/sh
# pytorch-gradient-bits-by-threads.sh - the gradient of a convolution's weights
# on the CPU has other bits with one thread than with two, also under
# use_deterministic_algorithms(True); output and loss have the same.  Seen with
# kernels for AVX-512 only.
#
# Seen with python3-torch 1.13.1 (oneDNN 2.6.3) of Debian 12 in November 2026.
. "$(dirname "$0")/lib.sh"

grep -qw avx512f /proc/cpuinfo || cannot "this processor has no AVX-512"
debian 'python3-torch=1.13.1+dfsg-*'
py -c 'import torch' 2> log || cannot "torch does not run"

cat > look.py << 'END'
import hashlib, sys, torch
torch.set_num_threads(int(sys.argv[1]))
torch.use_deterministic_algorithms(True)
torch.manual_seed(0)
x = torch.randn(4, 16, 128, 128)
conv = torch.nn.Conv2d(16, 32, 3, padding=1)
y = conv(x)
(y ** 2).sum().backward()
what = {"output": y, "gradient": conv.weight.grad}[sys.argv[2]]
print(hashlib.sha256(bytes(what.detach().flatten().view(torch.uint8)
                           .tolist())).hexdigest())
END
same() {
	one=$(py look.py 1 "$1") && two=$(py look.py 2 "$1") || exit 99
	[ "$one" = "$two" ] && echo equal || echo different
}
expect "output, one thread and two" equal same output
expect "weight.grad, one thread and two" different same gradient
finding_done
