#!/usr/bin/env python3
"""The UNet in PyTorch on the processor, as speed.sh measures it:

    peer_torch.py step|infer contiguous|channels_last DEPTH FMAPS SIDE BATCH

A step is forward, mean squared error, backward, Adam, on one batch that is
in memory already.  Threads: OMP_NUM_THREADS.  Talks as turn.h says.
"""
import os
import resource
import sys
import time

import torch
from torch import nn


def block(i, o):
    pair = nn.Sequential(nn.Conv2d(i, o, 3, padding=1), nn.ReLU(),
                         nn.Conv2d(o, o, 3, padding=1), nn.ReLU())
    for m in pair[::2]:
        nn.init.kaiming_normal_(m.weight, nonlinearity="relu")
    return pair


class UNet(nn.Module):
    def __init__(self, depth, fmaps):
        super().__init__()
        f = [fmaps << k for k in range(depth)]
        self.left = nn.ModuleList(
            block(f[k - 1] if k else 1, f[k]) for k in range(depth))
        self.right = nn.ModuleList(
            block(f[k] + f[k + 1], f[k]) for k in range(depth - 1))
        self.down = nn.MaxPool2d(2)
        self.up = nn.Upsample(scale_factor=2, mode="nearest")
        self.last = nn.Conv2d(f[0], 1, 1)

    def forward(self, x):
        skip = []
        for k, b in enumerate(self.left):
            x = b(self.down(x) if k else x)
            skip.append(x)
        for k in reversed(range(len(self.right))):
            x = self.right[k](torch.cat([skip[k], self.up(x)], 1))
        return self.last(x)


def main():
    mode, layout = sys.argv[1:3]
    depth, fmaps, side, batch = map(int, sys.argv[3:7])
    layout = getattr(torch, "channels_last" if layout == "channels_last"
                     else "contiguous_format")
    # Debian's may begin with one thread whatever the environment says.
    torch.set_num_threads(int(os.environ.get("OMP_NUM_THREADS", "1")))
    torch.manual_seed(1)
    net = UNet(depth, fmaps).to(memory_format=layout)
    x, want = (torch.randn(batch, 1, side, side)
               .contiguous(memory_format=layout) for _ in range(2))
    adam = torch.optim.Adam(net.parameters(), lr=1e-4)

    def train():
        adam.zero_grad()
        loss = nn.functional.mse_loss(net(x), want)
        loss.backward()
        adam.step()
        loss.item()

    def infer():
        with torch.no_grad():
            net(x)

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
