#!/usr/bin/env python3
"""Statistics of images with numpy and tifffile, one image a line.

peer_numpy.py FILE...      What a person would write: the array's own
minimum, maximum, mean, standard deviation, and numpy.percentile; of a movie
for each frame.
"""
import sys

import numpy
import tifffile

PERCENT = [0.5, 1, 5, 25, 50, 75, 95, 99, 99.5, 99.8]

for name in sys.argv[1:]:
    a = tifffile.imread(name)
    for b in a if a.ndim > 2 else [a]:
        row = [b.min(), b.max(), b.mean(), b.std(),
               *numpy.percentile(b, PERCENT)]
        print(name, *("%.9g" % x for x in row), sep="\t")
