/*
 * hist_svg.h - draws the histograms of a report as shapes that can be edited.
 */
#ifndef STATS_HIST_SVG_H
#define STATS_HIST_SVG_H

#include "stats/report.h"

/* Writes the histogram of each side of R as an SVG.  Dark shapes show the
 * number of pixels, light shapes its logarithm. */
int hist_svg_write(const struct report *r, const char *path, struct err *err);

#endif
