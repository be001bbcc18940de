#!/usr/bin/env python3
"""Make the reference tensors in tests/ref/unet with PyTorch:

    PYTHONPATH=WHERE/DLMBL-UNET/src python3 make_unet_ref.py DIRECTORY

For each small network: its weights, an input, a target, the output, the
gradient of the mean squared error by every weight, and the losses of ten
steps of Adam (rate 1e-3) on that one batch.  Needs PyTorch (Debian:
python3-torch) and the package dlmbl_unet.
"""
import os
import sys

import torch
from dlmbl_unet import UNet

import tensorfile

ARGUMENTS = ("depth in_channels out_channels num_fmaps fmap_inc_factor "
             "downsample_factor kernel_size").split()

# name: arguments in this order, then samples, the sides of one
NETS = {
    "plain": (2, 1, 1, 3, 2, 2, 3, 2, 10, 14),
    "channels": (3, 2, 3, 5, 2, 2, 3, 2, 12, 20),
    "factor3": (2, 1, 2, 3, 3, 3, 3, 2, 12, 21),
    "kernel5": (2, 3, 1, 3, 2, 2, 5, 1, 14, 10),
    "deep": (4, 1, 1, 2, 2, 2, 3, 1, 16, 8),
    "wide": (2, 1, 1, 4, 2, 2, 3, 1, 6, 150),
    "flat": (1, 2, 2, 6, 2, 2, 3, 3, 1, 7),
    "kernel7": (2, 1, 1, 2, 1, 4, 7, 1, 12, 24),
    "kernel1": (2, 2, 1, 4, 2, 2, 1, 1, 6, 10),
    "kernel2": (3, 1, 1, 3, 2, 2, 2, 1, 8, 12),
    "kernel4": (2, 1, 2, 3, 2, 2, 4, 2, 10, 14),
    "kernel11": (2, 1, 1, 2, 2, 2, 11, 1, 12, 14),
}
VALID_NETS = {
    "valid": (3, 2, 3, 4, 2, 2, 3, 2, 48, 56),
    "valid-flat": (1, 1, 2, 3, 2, 2, 5, 2, 9, 21),
    "valid-kernel4": (2, 1, 1, 3, 2, 3, 4, 1, 33, 42),
    "valid-maps8": (2, 1, 1, 8, 2, 2, 3, 2, 18, 62),
}
VOLUME_NETS = {
    "volume": (2, 1, 1, 2, 2, 2, 3, 2, 4, 6, 10),
    "volume-deep": (3, 2, 3, 2, 2, 2, 3, 2, 8, 4, 12),
    "volume-maps8": (2, 1, 1, 8, 1, 2, 3, 1, 4, 6, 18),
    "volume-factor3": (2, 1, 2, 2, 2, 3, 3, 2, 6, 9, 3),
    "volume-kernel4": (2, 1, 1, 2, 1, 2, 4, 1, 6, 4, 8),
    "volume-flat": (1, 1, 2, 2, 2, 2, 5, 2, 1, 3, 7),
    "volume-kernel1": (2, 2, 1, 4, 2, 2, 1, 1, 4, 6, 2),
}
VALID_VOLUME_NETS = {
    "volume-valid": (2, 1, 2, 2, 2, 2, 3, 1, 18, 18, 20),
    "volume-valid-kernel2": (3, 1, 1, 3, 1, 2, 2, 1, 22, 22, 26),
}
# name: upsample_mode, final_activation, padding, ndim, then as above
OTHER_NETS = {
    "bilinear": ("bilinear", None, "same", 2,
                 (3, 2, 3, 4, 2, 2, 3), 2, 12, 20),
    "bilinear-maps8": ("bilinear", "Tanh", "same", 2,
                       (2, 1, 1, 8, 1, 2, 3), 1, 14, 150),
    "bilinear-factor3": ("bilinear", "Softplus", "same", 2,
                         (3, 1, 2, 3, 1, 3, 3), 1, 18, 27),
    "bilinear-valid": ("bilinear", "Sigmoid", "valid", 2,
                       (3, 1, 2, 4, 1, 2, 3), 1, 44, 48),
    "trilinear": ("trilinear", "Sigmoid", "same", 3,
                  (3, 2, 2, 5, 1, 2, 3), 1, 4, 8, 12),
    "trilinear-factor3": ("trilinear", "Softplus", "same", 3,
                          (2, 1, 1, 3, 1, 3, 3), 1, 3, 6, 9),
    "trilinear-valid": ("trilinear", None, "valid", 3,
                        (2, 1, 1, 3, 1, 2, 3), 1, 18, 18, 20),
    "final-relu": ("nearest", "ReLU", "same", 2,
                   (2, 1, 2, 4, 2, 2, 3), 2, 10, 14),
}


def describe(values, padding, ndim, mode, activation):
    meta = dict(zip(ARGUMENTS, map(str, values)))
    meta.update(final_activation=str(activation), padding=padding,
                upsample_mode=mode, ndim=str(ndim))
    return meta


def make(path, values, padding, ndim, n, *sides, mode="nearest",
         activation=None):
    torch.manual_seed(11)
    if activation:
        activation = getattr(torch.nn, activation)()
    net = UNet(**dict(zip(ARGUMENTS, values)), padding=padding, ndim=ndim,
               upsample_mode=mode, final_activation=activation)
    x = torch.randn(n, net.in_channels, *sides)
    with torch.no_grad():
        y = torch.randn(net(x).shape)
    out = {"x": x, "y": y}
    for name, p in net.named_parameters():
        out["w." + name] = p.detach().clone()
    adam = torch.optim.Adam(net.parameters(), lr=1e-3)
    losses = []
    for step in range(10):
        adam.zero_grad()
        prediction = net(x)
        loss = torch.nn.functional.mse_loss(prediction, y)
        loss.backward()
        if step == 0:
            out["out"] = prediction.detach().clone()
            for name, p in net.named_parameters():
                out["g." + name] = p.grad.clone()
        losses.append(loss.item())
        adam.step()
    meta = describe(values, padding, ndim, mode, activation)
    meta["losses"] = " ".join(map(repr, losses))
    meta["torch"] = torch.__version__
    tensorfile.write(path, {k: v.numpy() for k, v in out.items()}, meta)


def main():
    torch.set_num_threads(1)
    for padding, ndim, nets in (("same", 2, NETS), ("valid", 2, VALID_NETS),
                                ("same", 3, VOLUME_NETS),
                                ("valid", 3, VALID_VOLUME_NETS)):
        for name, values in nets.items():
            make(os.path.join(sys.argv[1], name + ".safetensors"),
                 values[:7], padding, ndim, *values[7:])
    for name, (mode, activation, padding, ndim, values,
               *sides) in OTHER_NETS.items():
        make(os.path.join(sys.argv[1], name + ".safetensors"), values,
             padding, ndim, *sides, mode=mode, activation=activation)


if __name__ == "__main__":
    main()
