/*
 * hist_png.h - histograms of a report as a picture.
 */
#ifndef STATS_HIST_PNG_H
#define STATS_HIST_PNG_H

#include "stats/report.h"

/* Write the histogram of each side of R as a PNG: dark the number of pixels,
 * light its logarithm. */
int hist_png_write(const struct report *r, const char *path, struct err *err);

#endif
