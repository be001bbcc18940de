/*
 * hist.h - how often values occur, over many images.  Inside lib/stats only.
 */
#ifndef STATS_HIST_H
#define STATS_HIST_H

#include "base/messages.h"
#include "stats/set_stats.h"

struct hist {
	double low, width;   /* bin i: [low + i width, low + (i+1) width) */
	double middle, unit; /* unit not 0: bins divide the values
				asinh((x - middle) / unit) */
	size_t bins;
	uint64_t *count;
	uint64_t n; /* finite pixels; each is in a bin */
};

/* Divide the range of A's images into at most BINS empty bins.  For integers a
 * bin is a whole number of levels wide, one level if BINS suffice. */
void hist_lay(struct hist *h, const struct summary *a, size_t bins);
/* The same, to compare shapes: if one bin a level is not possible, bins are
 * narrow near the median and wide far from it, so that a hot pixel does not
 * put all others into one bin. */
void hist_lay_bent(struct hist *h, const struct summary *a, size_t bins);
/* Empty bins with LIKE's limits. */
void hist_like(struct hist *h, const struct hist *like);
void hist_release(struct hist *h);

/* Count the finite pixels of the images I of S whose IN[I] is not 0 (IN NULL:
 * of all images).  Images whose levels were counted are not read again.  Values
 * outside the range go into the first or the last bin.  Errors name the
 * image. */
int hist_add(struct hist *h, const struct set_stats *s, const char *in,
	     struct err *err);

/* Returns Kolmogorov and Smirnov's distance: the largest difference between
 * the shares of pixels up to a value; NAN when one is empty.  Both must have
 * the same bins. */
double hist_distance(const struct hist *a, const struct hist *b);

/* Report H as bars, after TITLE: at most 32 lines, each of several
 * neighbouring bins, with their lower end in front. */
void hist_bars(struct messages *to, const struct hist *h, const char *title);

#endif
