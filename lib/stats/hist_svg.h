/*
 * hist_svg.h - histograms of a report as lines that can be edited.
 */
#ifndef STATS_HIST_SVG_H
#define STATS_HIST_SVG_H

#include "stats/report.h"

/* Write the histogram of each side of R as an SVG: dark the number of pixels,
 * light its logarithm. */
int hist_svg_write(const struct report *r, const char *path, struct err *err);

#endif
