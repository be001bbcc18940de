#!/usr/bin/env python3
r"""The UNet in PyTorch on the processor, as speed.sh measures it:

    peer_torch.py step|infer eager|compiled|bf16 contiguous|channels_last \
        DEPTH FMAPS SIDE BATCH [SLICES]

    peer_torch.py onnx eager contiguous DEPTH FMAPS SIDE BATCH [SLICES]

compiled: by torch.compile.  bf16: autocast to bfloat16, another precision.
SLICES: a network of ndim 3, and stacks of so many slices.  onnx writes the
network to stdout for peer_onnx.py.
A step is forward, mean squared error, backward, Adam, on one batch that is
in memory already.  Threads: OMP_NUM_THREADS.  Talks as turn.h says.
"""
import os
import resource
import sys
import time

import torch
from torch import nn


def block(conv, i, o):
    pair = nn.Sequential(conv(i, o, 3, padding=1), nn.ReLU(),
                         conv(o, o, 3, padding=1), nn.ReLU())
    for m in pair[::2]:
        nn.init.kaiming_normal_(m.weight, nonlinearity="relu")
    return pair


class UNet(nn.Module):
    def __init__(self, depth, fmaps, slices):
        super().__init__()
        f = [fmaps << k for k in range(depth)]
        conv = nn.Conv3d if slices else nn.Conv2d
        self.left = nn.ModuleList(
            block(conv, f[k - 1] if k else 1, f[k]) for k in range(depth))
        self.right = nn.ModuleList(
            block(conv, f[k] + f[k + 1], f[k]) for k in range(depth - 1))
        self.down = (nn.MaxPool3d if slices else nn.MaxPool2d)(2)
        self.up = nn.Upsample(scale_factor=2, mode="nearest")
        self.last = conv(f[0], 1, 1)

    def forward(self, x):
        skip = []
        for k, b in enumerate(self.left):
            x = b(self.down(x) if k else x)
            skip.append(x)
        for k in reversed(range(len(self.right))):
            x = self.right[k](torch.cat([skip[k], self.up(x)], 1))
        return self.last(x)


def main():
    mode, way, layout = sys.argv[1:4]
    depth, fmaps, side, batch, *slices = map(int, sys.argv[4:9])
    if layout != "channels_last":
        layout = "contiguous_format"
    elif slices:
        layout = "channels_last_3d"
    layout = getattr(torch, layout)
    # Debian's may begin with one thread whatever the environment says.
    torch.set_num_threads(int(os.environ.get("OMP_NUM_THREADS", "1")))
    torch.manual_seed(1)
    net = UNet(depth, fmaps, slices).to(memory_format=layout)
    x, want = (torch.randn(batch, 1, *slices, side, side)
               .contiguous(memory_format=layout) for _ in range(2))
    adam = torch.optim.Adam(net.parameters(), lr=1e-4)
    run = torch.compile(net) if way == "compiled" else net
    cast = torch.autocast("cpu", torch.bfloat16, enabled=way == "bf16")

    def train():
        adam.zero_grad()
        with cast:
            y = run(x)
        loss = nn.functional.mse_loss(y.float(), want)
        loss.backward()
        adam.step()
        loss.item()

    def infer():
        with torch.no_grad(), cast:
            run(x)

    if mode == "onnx":
        net.eval()
        torch.onnx.export(net, x, sys.stdout.buffer)
        return
    step = train if mode == "step" else infer
    step()
    print(f"PyTorch {torch.__version__}, {torch.get_num_threads()} threads",
          flush=True)
    while not sys.stdin.readline().startswith("q"):
        start = time.perf_counter()
        step()
        print(f"{time.perf_counter() - start:.6f}", flush=True)
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(f"{most / 1024:.1f}", flush=True)


main()
