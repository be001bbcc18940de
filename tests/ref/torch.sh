#!/bin/sh
# torch.sh - weights written here load in PyTorch and the other way round.
#
# Needs Debian's python3-torch, and the published package dlmbl_unet on
# PYTHONPATH or in the directory $XP_DLMBL; skips without.
. "$(dirname "$0")/../lib.sh"

PYTHONPATH=${XP_DLMBL:+$XP_DLMBL:}${PYTHONPATH:-}
PYTHONDONTWRITEBYTECODE=1
export PYTHONPATH PYTHONDONTWRITEBYTECODE
python=${XP_PYTHON:-/usr/bin/python3}
netio=$builddir/tests/ref/netio

if ! "$python" -c 'import torch, dlmbl_unet' 2> /dev/null; then
	skip "weights go to PyTorch and back" \
		"python3-torch or dlmbl_unet is missing"
	done_testing
	exit
fi

torch() {
	"$python" "$srcdir/ref/unet_torch.py" "$@"
}

# Tensors written by PyTorch's side, computed by ours, compared by theirs.
from_torch() {
	torch make w.safetensors x.safetensors theirs.safetensors "$@" &&
		$netio forward w.safetensors x.safetensors ours.safetensors
}

# With all eleven arguments stated, as we write them.
all="final_activation=None padding=same upsample_mode=nearest ndim=2"

ok "PyTorch's weights load here" from_torch depth=3 in_channels=2 \
	out_channels=2 num_fmaps=5 fmap_inc_factor=2 downsample_factor=2 \
	kernel_size=3 $all
ok "and give PyTorch's output" torch check w.safetensors x.safetensors \
	ours.safetensors
ok "the package's defaults are understood" from_torch depth=2 in_channels=1
ok "and give PyTorch's output" torch check w.safetensors x.safetensors \
	ours.safetensors
ok "factor 3, kernel 5" from_torch depth=2 in_channels=1 out_channels=1 \
	num_fmaps=4 fmap_inc_factor=3 downsample_factor=3 kernel_size=5 $all
ok "and give PyTorch's output" torch check w.safetensors x.safetensors \
	ours.safetensors

ok "valid padding" from_torch depth=3 in_channels=1 num_fmaps=9 \
	padding=valid
ok "and give PyTorch's output" torch check w.safetensors x.safetensors \
	ours.safetensors
ok "valid padding, factor 3, kernel 4" from_torch depth=2 in_channels=1 \
	num_fmaps=4 downsample_factor=3 kernel_size=4 padding=valid
ok "and give PyTorch's output" torch check w.safetensors x.safetensors \
	ours.safetensors

ok "volumes" from_torch depth=2 in_channels=1 num_fmaps=8 \
	fmap_inc_factor=1 ndim=3
ok "and give PyTorch's output" torch check w.safetensors x.safetensors \
	ours.safetensors
ok "volumes, valid padding, kernel 2" from_torch depth=2 in_channels=2 \
	num_fmaps=3 kernel_size=2 padding=valid ndim=3
ok "and give PyTorch's output" torch check w.safetensors x.safetensors \
	ours.safetensors

ok "bilinear, sigmoid" from_torch depth=3 in_channels=1 num_fmaps=8 \
	upsample_mode=bilinear "final_activation=Sigmoid()"
ok "and give PyTorch's output" torch check w.safetensors x.safetensors \
	ours.safetensors
ok "trilinear, softplus, factor 3" from_torch depth=2 in_channels=1 \
	num_fmaps=3 downsample_factor=3 ndim=3 upsample_mode=trilinear \
	"final_activation=Softplus(beta=1, threshold=20)"
ok "and give PyTorch's output" torch check w.safetensors x.safetensors \
	ours.safetensors

ok "bfloat16, and names of DataParallel" from_torch depth=2 in_channels=1 \
	num_fmaps=8 dtype=BF16 prefix=module.
ok "and give PyTorch's output" torch check w.safetensors x.safetensors \
	ours.safetensors
ok "float16" from_torch depth=2 in_channels=1 num_fmaps=8 dtype=F16
ok "and give PyTorch's output" torch check w.safetensors x.safetensors \
	ours.safetensors

ok "weights are drawn here" $netio init w.safetensors 4 1 1 6 2 2 3
ok "an image for them" torch make unused.safetensors x.safetensors \
	unused.safetensors depth=4 in_channels=1
ok "is computed here" $netio forward w.safetensors x.safetensors \
	ours.safetensors
ok "PyTorch loads them with strict=True and agrees" torch check \
	w.safetensors x.safetensors ours.safetensors

ok "one weight changed" "$python" -c '
import sys
sys.path.insert(0, sys.argv[1])
import tensorfile
t, m = tensorfile.read("w.safetensors")
t["final_conv.final_conv.bias"] += 1
tensorfile.write("other.safetensors", t, m)' "$srcdir/ref"
code 1 "is noticed" torch check other.safetensors x.safetensors \
	ours.safetensors
done_testing
