#!/bin/sh
# pytorch-flush-denormal-one-thread.sh - torch.set_flush_denormal(True) returns
# True and holds for the calling thread and for those made later: when PyTorch
# has computed with two threads before, the second half of a tensor keeps its
# denormal numbers.
#
# Seen with python3-torch 1.13.1 of Debian 12 in November 2026.
. "$(dirname "$0")/lib.sh"

debian 'python3-torch=1.13.1+dfsg-*'
py -c 'import torch' 2> log || cannot "torch does not run"

cat > look.py << 'END'
import array, sys, torch
n = 1 << 22
if sys.argv[1] == "before":
    torch.ones(n).add_(1)
x = torch.frombuffer(array.array("f", [2e-38]) * n, dtype=torch.float32)
assert torch.set_flush_denormal(True)
kept = (x * 0.1).view(torch.int32).ne(0)
print(int(kept[:n // 2].sum()), int(kept[n // 2:].sum()))
END
count() { OMP_NUM_THREADS=2 py look.py "$@"; }
expect "denormal numbers left in each half, computed before" "0 2097152" \
	count before
expect "denormal numbers left in each half, not computed before" "0 0" \
	count not
finding_done
