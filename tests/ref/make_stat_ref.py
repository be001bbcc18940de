#!/usr/bin/env python3
"""Numbers of tests/unit/t_set_stats.c, by numpy: prints ref/stat/stat.tsv.

Values come from a 64-bit congruential generator, which the test repeats.
"""
import numpy as np

N = {"a": (61, 47), "b": (128, 3)}
PERCENT = [0, 0.1, 1, 25, 50, 75, 99, 99.8, 100]


def draw(seed, n):
    x, out = seed, []
    for _ in range(n):
        x = (x * 6364136223846793005 + 1442695040888963407) % 2**64
        out.append(x >> 32)
    return np.array(out, dtype=np.uint64)


def values(kind, r):
    r = r.astype(np.int64)
    return {
        "uint8": lambda: (r % 200).astype(np.uint8),
        "int8": lambda: (r % 256 - 128).astype(np.int8),
        "uint16": lambda: (200 + r % 60000).astype(np.uint16),
        "int16": lambda: (r % 5001 - 2500).astype(np.int16),
        "uint32": lambda: r.astype(np.uint32),
        "int32": lambda: (r - 2**31).astype(np.int32),
        "float16": lambda: (r % 15000).astype(np.uint16).view(np.float16),
        "float32": lambda: ((r - 2**31) / 1e5).astype(np.float32),
        "float64": lambda: (r - 2**31) / 7.0,
    }[kind]()


def row(name, parts):
    x = np.concatenate([p.astype(np.float64).ravel() for p in parts])
    cells = [name, x.size, x.min(), x.max(), x.mean(), x.std(),
             np.count_nonzero(x == 0)]
    cells += [np.percentile(x, p) for p in PERCENT]
    print("\t".join(c if isinstance(c, str) else repr(float(c))
                    for c in cells))


def main():
    kinds = ["uint8", "int8", "uint16", "int16", "uint32", "int32",
             "float16", "float32", "float64"]
    made = {}
    print("\t".join(["name", "n", "min", "max", "mean", "sd", "zeros"] +
                    ["p%g" % p for p in PERCENT]))
    for seed, kind in enumerate(kinds, 1):
        for shape, (w, h) in N.items():
            made[kind, shape] = values(kind, draw(seed, w * h))
            row(f"{kind}-{shape}", [made[kind, shape]])
    for group in (["uint8", "int16"], ["uint16", "float32"],
                  ["uint8", "float32", "float64"], ["uint32", "int32"]):
        row("+".join(group), [made[k, s] for k in group for s in N])


main()
