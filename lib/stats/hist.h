/*
 * hist.h - histograms of the values of many images.
 *
 * Inside lib/stats only.
 */
#ifndef STATS_HIST_H
#define STATS_HIST_H

#include "base/messages.h"
#include "stats/set_stats.h"

struct hist {
	/* bin i reaches from low + i width to below low + (i + 1) width */
	double low, width;
	/* The bins divide the range of x or, if UNIT is not 0, of asinh((x -
	 * middle) / unit). */
	double middle, unit;
	size_t bins;
	uint64_t *count;
	uint64_t n; /* number of finite pixels */
};

/* Divides the range of A's images into at most BINS empty bins.  For integers,
 * the width of a bin is a whole number of levels, 1 if BINS are enough.  The
 * caller releases H. */
void hist_lay(struct hist *h, const struct summary *a, size_t bins);

/* Does what hist_lay does for histograms that are to be compared: if there are
 * more levels than BINS, bins are narrow near the median and wide far from
 * it. */
void hist_lay_bent(struct hist *h, const struct summary *a, size_t bins);

/* Makes H empty, with the bins of LIKE.  The caller releases H. */
void hist_like(struct hist *h, const struct hist *like);
void hist_release(struct hist *h);

/* Adds the finite pixels of the images i of S for which IN[i] is not 0, or of
 * all images if IN is NULL.  Values outside the range go into the first or the
 * last bin.  Reads an image only if S has not kept its counts of levels.
 * Errors name the image. */
int hist_add(struct hist *h, const struct set_stats *s, const char *in,
	     struct err *err);

/* Returns Kolmogorov and Smirnov's distance of A and B, which have the same
 * bins, or NAN if one is empty: the largest difference, over all values,
 * between the shares of A and of B up to this value. */
double hist_distance(const struct hist *a, const struct hist *b);

/* Reports TITLE, then H as at most 32 lines with bars.  A line stands for one
 * or more bins and begins with the lower limit of the first. */
void hist_bars(struct messages *to, const struct hist *h, const char *title);

#endif
