#!/usr/bin/python3
"""Write the reference images and values that tests/unit/t_metric.c reads.

Usage: make_metric_ref.py [DIR]     (default: the folder metric beside this)

Needs Debian's python3-skimage.  Every number comes from another program
than the one under test: scikit-image for mse, nrmse, psnr and ssim, SciPy
for Pearson's r and the line, NumPy for the rest.  The images are rebuilt
from a fixed seed, so the outputs are the same on every run.
"""
import os
import sys

import numpy as np

import metric_values

HEIGHT, WIDTH = 40, 37


def blobs(rng, n):
    y, x = np.mgrid[:HEIGHT, :WIDTH]
    image = np.zeros((HEIGHT, WIDTH))
    for _ in range(n):
        cy, cx = rng.uniform(0, HEIGHT), rng.uniform(0, WIDTH)
        size = rng.uniform(2, 6)
        image += np.exp(-((y - cy) ** 2 + (x - cx) ** 2) / (2 * size ** 2))
    return image


def cases():
    rng = np.random.default_rng(20240611)
    noise = lambda: rng.standard_normal((HEIGHT, WIDTH))
    a = blobs(rng, 12)
    yield "unit", a + 0.1 * noise(), a, 1.0
    b = blobs(rng, 20)
    # A camera's offset that is large beside the signal.
    yield ("camera", np.rint(30000 + 80 * b + 10 * noise()),
           np.rint(30010 + 100 * b + 12 * noise()), 400.0)
    c = blobs(rng, 8)
    yield "opposite", -2 * c + 0.3 * noise(), c - 0.5, 2.0
    yield "unrelated", 5 * noise(), 3 * noise() + 1, 20.0
    d = rng.integers(0, 256, (HEIGHT, WIDTH))
    yield "bytes", np.clip(d + np.rint(9 * noise()), 0, 255), d, 255.0


def main():
    here = os.path.dirname(os.path.abspath(__file__))
    to = sys.argv[1] if len(sys.argv) > 1 else os.path.join(here, "metric")
    os.makedirs(to, exist_ok=True)
    rows = ["case\twidth\theight\trange\tmetric\tvalue"]
    for name, x, y, r in cases():
        # Both sides see the same float32 pixels.
        x, y = x.astype("<f4"), y.astype("<f4")
        x.tofile(os.path.join(to, name + "-x.f32"))
        y.tofile(os.path.join(to, name + "-y.f32"))
        wide = metric_values.all_of(x.astype(float), y.astype(float), r)
        for metric, value in wide.items():
            rows.append(f"{name}\t{WIDTH}\t{HEIGHT}\t{r:g}\t{metric}\t"
                        f"{value:.17g}")
    with open(os.path.join(to, "expected.tsv"), "w") as f:
        f.write("\n".join(rows) + "\n")


main()
