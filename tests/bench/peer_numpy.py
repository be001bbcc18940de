#!/usr/bin/env python3
"""What xp does with images, by numpy and tifffile, as a person would write it.

peer_numpy.py stats FILE...         statistics, one image a line; of a movie,
                                    one frame a line
peer_numpy.py pairs SOURCE TARGET   of two movies, a row for each pair of frames
peer_numpy.py norm SOURCE TARGET    of two movies, what xp-norm advises and fits
peer_numpy.py train NORM.TSV        all that comes before a training step

Each does what the tool does and what a result depends on, no more: no hints,
no digest of the pixels, no memory of what was read.
"""
import csv
import hashlib
import sys

import numpy
import tifffile

PERCENT = [0.5, 1, 5, 25, 50, 75, 95, 99, 99.5, 99.8]


def stats(*names):
    """The array's own minimum, maximum, mean, standard deviation, and
    percentiles."""
    for name in names:
        a = tifffile.imread(name)
        for b in a if a.ndim > 2 else [a]:
            row = [b.min(), b.max(), b.mean(), b.std(),
                   *numpy.percentile(b, PERCENT)]
            print(name, *("%.9g" % x for x in row), sep="\t")


def pairs(*names):
    """Size and type of each page, and the digests of both files."""
    sides = []
    for name in names:
        with tifffile.TiffFile(name) as file:
            pages = [(p.imagewidth, p.imagelength, p.dtype.name)
                     for p in file.pages]
        with open(name, "rb") as file:
            digest = hashlib.sha256(file.read()).hexdigest()
        sides.append((name, pages, digest))
    (a, s, x), (b, t, y) = sides
    for z, ((w, h, u), (_, _, v)) in enumerate(zip(s, t)):
        print(f"z{z:04}", f"{a}[z={z}]", f"{b}[z={z}]", w, h, u, v, x, y,
              sep="\t")


def norm(*names):
    """Range, quartiles and percentiles 1 and 99.8 of each frame, the latter of
    all frames; then how many pixels of each frame lie outside of these."""
    sides = []
    for name in names:
        a = tifffile.imread(name)
        each = [numpy.percentile(b, [0, 1, 25, 50, 75, 99.8, 100]) for b in a]
        low, high = numpy.percentile(a, [1, 99.8])
        outside = [((b < low).sum(), (b > high).sum()) for b in a]
        sides.append((each, low, high, outside))
    for z in range(len(sides[0][0])):
        row = [z]
        for _, low, high, outside in sides:
            row += [low, 1 / (high - low), *outside[z]]
        print(*row, sep="\t")


def read_pairs(table):
    """Of train and val, pairs of normalised frames, all pixels finite."""
    movie, rows = {}, {"train": [], "val": []}
    with open(table, newline="") as file:
        for r in csv.DictReader(file, delimiter="\t"):
            if r["split"] not in rows:
                continue
            pair = []
            for side in "source", "target":
                name, z = r[side][:-1].split("[z=")
                if name not in movie:
                    movie[name] = tifffile.imread(name)
                a = movie[name][int(z)].astype("f4")
                a -= numpy.float32(r[side + "_offset"])
                a *= numpy.float32(r[side + "_scale"])
                if not numpy.isfinite(a).all():
                    sys.exit(f"{r[side]}: a pixel is not finite")
                pair.append(a)
            rows[r["split"]].append(pair)
    return rows


def train(table):
    """Percentiles 1, 50 and 99 of each train source, the share of pixels at
    either end of each train image; mean and least-squares line of the train
    pairs, and their losses on the val pairs; a patch."""
    rows = read_pairs(table)
    exposure = [numpy.percentile(x, [1, 50, 99]) for x, _ in rows["train"]]
    heaps = [((a == a.min()).mean(), (a == a.max()).mean())
             for pair in rows["train"] for a in pair]
    x, y, u, v = (numpy.concatenate([p[i].ravel() for p in rows[split]])
                  .astype("f8") for split in rows for i in (0, 1))
    mean = y.mean()
    slope = ((x - x.mean()) * (y - mean)).sum() / ((x - x.mean()) ** 2).sum()
    print(((v - mean) ** 2).mean(),
          ((v - mean - slope * (u - x.mean())) ** 2).mean(),
          numpy.min(exposure), numpy.max(heaps))
    draw = numpy.random.default_rng(0)
    x, y = rows["train"][draw.integers(len(rows["train"]))]
    v, u = draw.integers(x.shape[0] - 31), draw.integers(x.shape[1] - 31)
    print(x[v:v + 32, u:u + 32].sum(), y[v:v + 32, u:u + 32].sum())


if __name__ == "__main__":
    {"stats": stats, "pairs": pairs, "norm": norm,
     "train": train}[sys.argv[1]](*sys.argv[2:])
