/*
 * montage.h - draws the images of a report side by side.
 */
#ifndef STATS_MONTAGE_H
#define STATS_MONTAGE_H

#include "stats/report.h"

/* Writes the images of R side by side as a PNG, the first 400 of each side,
 * each shrunk to at most 160 pixels a side.  All images of a side share one
 * range: black is percentile 0.5 of the set and white percentile 99.5
 * or, if these are equal, least and largest value; the picture prints both, and
 * how many images are left out.  A spot is red if none of its pixels is
 * finite.  Fails if an image cannot be read or the file cannot be
 * written. */
int montage_write(const struct report *r, const char *path, struct err *err);

#endif
