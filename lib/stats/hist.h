/*
 * hist.h - counts how often values occur, over many images.
 *
 * Inside lib/stats only.
 */
#ifndef STATS_HIST_H
#define STATS_HIST_H

#include "base/messages.h"
#include "stats/set_stats.h"

struct hist {
	double low, width; /* bin i: [low + i width, low + (i+1) width) */
	/* if UNIT is not 0, bins divide asinh((x - middle) / unit), not x */
	double middle, unit;
	size_t bins;
	uint64_t *count;
	uint64_t n; /* number of finite pixels, each of which is in a bin */
};

/* Divides the range of A's images into at most BINS empty bins.  For integers a
 * bin is a whole number of levels wide: one level if BINS are enough. */
void hist_lay(struct hist *h, const struct summary *a, size_t bins);
/* Does the same, for a comparison of shapes.  If there are too many levels for
 * one bin each, bins are narrow near the median and wide far from it, so that a
 * hot pixel does not push all others into one bin. */
void hist_lay_bent(struct hist *h, const struct summary *a, size_t bins);
/* Gives H empty bins with the limits of LIKE's. */
void hist_like(struct hist *h, const struct hist *like);
void hist_release(struct hist *h);

/* Counts the finite pixels of the images I of S whose IN[I] is not 0 (IN NULL:
 * of all images).  Does not read images again whose levels were counted.
 * Values outside the range go into the first or the last bin.  Errors name the
 * image. */
int hist_add(struct hist *h, const struct set_stats *s, const char *in,
	     struct err *err);

/* Returns Kolmogorov and Smirnov's distance: the largest difference between the
 * shares of pixels up to a value.  Returns NAN if one is empty.  Both must have
 * the same bins. */
double hist_distance(const struct hist *a, const struct hist *b);

/* Reports H as bars after TITLE: at most 32 lines, each for several
 * neighbouring bins, beginning with their lower limit. */
void hist_bars(struct messages *to, const struct hist *h, const char *title);

#endif
