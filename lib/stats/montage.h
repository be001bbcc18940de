/*
 * montage.h - pictures of a report: histograms, and the images themselves.
 */
#ifndef STATS_MONTAGE_H
#define STATS_MONTAGE_H

#include "stats/report.h"

/* Write the sides' histograms as a PNG, or an SVG: dark the number of
 * pixels, light its logarithm. */
int hist_png_write(const struct report *r, const char *path, struct err *err);
int hist_svg_write(const struct report *r, const char *path, struct err *err);

/* Write the images of each side side by side as a PNG, shrunk to at most
 * 160 pixels, all of one side from black at percentile 0.5 to white at
 * percentile 99.5 of the set, which the picture says.  Of more than 400
 * images the first 400 are shown, which it says, too.  What holds no
 * finite pixel is red. */
int montage_write(const struct report *r, const char *path, struct err *err);

#endif
