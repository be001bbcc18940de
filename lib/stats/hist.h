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
	/* limits of bin i: [low + i width, low + (i+1) width) */
	double low, width;
	/* If UNIT is not 0, bins divide the range of asinh((x - middle) /
	 * unit).  If UNIT is 0, they divide the range of x. */
	double middle, unit;
	size_t bins;
	uint64_t *count;
	uint64_t n; /* number of finite pixels; each is in a bin */
};

/* Divides the range of A's images into at most BINS empty bins.  For integers,
 * the width of a bin is a whole number of levels.  It is one level if BINS are
 * enough for all levels. */
void hist_lay(struct hist *h, const struct summary *a, size_t bins);

/* Does the same, for a comparison of two histograms.  If there are more levels
 * than BINS, bins are narrow near the median and wide far from the median.  So
 * a hot pixel does not push all other pixels into one bin. */
void hist_lay_bent(struct hist *h, const struct summary *a, size_t bins);

/* Makes H a histogram with empty bins that have the same limits as the bins of
 * LIKE. */
void hist_like(struct hist *h, const struct hist *like);
void hist_release(struct hist *h);

/* Adds the finite pixels of images of S.  IN[I] is 0 if image I does not count;
 * IN NULL: all images count.  If S has kept the counts of an image's levels,
 * the image is not read again.  Values outside the range go into the first or
 * the last bin.  Errors name the image. */
int hist_add(struct hist *h, const struct set_stats *s, const char *in,
	     struct err *err);

/* Returns Kolmogorov and Smirnov's distance of A and B, or NAN if A or B is
 * empty.  For each value, A and B have a share of pixels up to this value.  The
 * distance is the largest difference between these two shares.  A and B must
 * have the same bins. */
double hist_distance(const struct hist *a, const struct hist *b);

/* Reports TITLE, then H as bars in at most 32 lines.  A line may stand for
 * several neighbouring bins.  It begins with the lower limit of the first. */
void hist_bars(struct messages *to, const struct hist *h, const char *title);

#endif
