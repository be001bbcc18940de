#!/usr/bin/python3
"""Compare xp-eval's table with scikit-image's, SciPy's and NumPy's numbers.

Usage: check_metric.py TABLE PREDICTION TARGET

Images are PREDICTION/ID.tif and TARGET/ID.tif.  Exits with 1 when a number
is off by more than one part in a million (frc: in ten thousand).
"""
import csv
import sys

from skimage import io

import metric_values


def wrong(row, prediction, target):
    x = io.imread(f"{prediction}/{row['id']}.tif").astype("f4").astype(float)
    y = io.imread(f"{target}/{row['id']}.tif").astype("f4").astype(float)
    n = 0
    for name, want in metric_values.all_of(x, y, float(row["range"])).items():
        got = float(row[name])
        # Fourier transforms are made in float.
        most = 1e-4 if name == "frc" else 1e-6
        if not abs(got - want) <= most * abs(want):
            print(f"{row['id']}: {name}: got {got!r}, want {want!r}")
            n += 1
    return n


def main():
    table, prediction, target = sys.argv[1:]
    with open(table) as f:
        rows = [r for r in csv.DictReader(f, delimiter="\t")
                if r["id"] != "*"]
    bad = sum(wrong(r, prediction, target) for r in rows)
    print(f"{len(rows)} images, {bad} numbers wrong")
    sys.exit(bad > 0 or not rows)


main()
