/*
 * hist_png.h - draws the histograms of a report as a picture.
 */
#ifndef STATS_HIST_PNG_H
#define STATS_HIST_PNG_H

#include "stats/report.h"

/* Writes the histogram of each side of R as a PNG.  Dark bars show the number
 * of pixels, light bars its logarithm. */
int hist_png_write(const struct report *r, const char *path, struct err *err);

#endif
