#!/usr/bin/env python3
"""Both sides of tests/ref/torch.sh that are PyTorch's:

    unet_torch.py check WEIGHTS X OUT
    unet_torch.py make WEIGHTS X OUT ARGUMENT...

The first loads with strict=True, computes and compares; the second writes
all three.

ARGUMENT is name=value of the constructor of dlmbl_unet.UNet, and also
dtype=F16 or BF16, the type of the weights that are written, and prefix=TEXT,
what all their names begin with.
"""
import sys

import torch
from dlmbl_unet import UNet

import tensorfile

TEXT = ("final_activation", "padding", "upsample_mode")


def build(meta):
    name = meta.get("final_activation", "None").split("(")[0]
    values = {k: v if k in TEXT else int(v) for k, v in meta.items()}
    values["final_activation"] = \
        None if name == "None" else getattr(torch.nn, name)()
    return UNet(**values)


def check(weights, x, out):
    tensors, meta = tensorfile.read(weights)
    # Ours state every argument; others may state what they like.
    assert meta.pop("format", None) or len(meta) == 11, meta
    net = build(meta)
    first = next(k for k in tensors if k.endswith("final_conv.bias"))
    n = len(first) - len("final_conv.final_conv.bias")
    state = {k[n:]: torch.from_numpy(v) for k, v in tensors.items()}
    net.load_state_dict(state, strict=True)
    with torch.no_grad():
        want = net(torch.from_numpy(tensorfile.read(x)[0]["x"]))
    got = torch.from_numpy(tensorfile.read(out)[0]["out"])
    assert got.shape == want.shape, (got.shape, want.shape)
    error = (got - want).abs().max() / want.abs().max()
    print("relative error", float(error))
    assert error < 1e-4


def make(weights, x, out, arguments):
    torch.manual_seed(5)
    meta = dict(a.split("=", 1) for a in arguments)
    dtype = meta.pop("dtype", "F32")
    prefix = meta.pop("prefix", "")
    net = build(meta)
    if dtype != "F32":
        kind = {"F16": torch.float16, "BF16": torch.bfloat16}[dtype]
        net = net.to(kind).float()
    m = 4 * net.downsample_factor ** (net.depth - 1)
    # What valid padding takes off a side, from the bottom up.
    takes = 2 * (net.kernel_size - 1) if net.padding == "valid" else 0
    more = sum(takes * net.downsample_factor ** i for i in range(net.depth))
    deep = [m // 2 + more] if meta.get("ndim") == "3" else []
    image = torch.randn(2, net.in_channels, *deep, m + more, 2 * m + more)
    with torch.no_grad():
        y = net(image)
    state = {prefix + k: v.numpy() for k, v in net.state_dict().items()}
    tensorfile.write(weights, state, {"format": "pt", **meta}, dtype)
    tensorfile.write(x, {"x": image.numpy()}, {})
    tensorfile.write(out, {"out": y.numpy()}, {})


def main():
    torch.set_num_threads(1)
    if sys.argv[1] == "check":
        check(*sys.argv[2:5])
    else:
        make(*sys.argv[2:5], sys.argv[5:])


if __name__ == "__main__":
    main()
