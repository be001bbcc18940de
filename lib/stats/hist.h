/*
 * hist.h - how often values occur, over many images.
 */
#ifndef STATS_HIST_H
#define STATS_HIST_H

#include "stats/set_stats.h"

struct hist {
	double low, width;   /* bin i: [low + i width, low + (i+1) width) */
	double middle, unit; /* unit not 0: of asinh((x - middle) / unit) */
	size_t bins;
	uint64_t *count;
	uint64_t n; /* finite pixels: all of them are in a bin */
};

/* Lay at most BINS bins over what A's images hold: of integers each bin
 * is whole levels, so that with enough bins it is one. */
void hist_lay(struct hist *h, const struct summary *a, size_t bins);
/* The same for the shape alone: where levels are more than BINS, or no
 * whole numbers, bins are narrow about the median and wide far from it, so
 * that one hot pixel does not put all others into one bin. */
void hist_lay_bent(struct hist *h, const struct summary *a, size_t bins);
/* The same bins as LIKE, empty. */
void hist_like(struct hist *h, const struct hist *like);
void hist_release(struct hist *h);

/* Count the pixels of N images; one that is not finite is left out, one
 * beyond the bins goes to the first or last.  Errors name the image. */
int hist_add(struct hist *h, const char *const *ref, size_t n, int threads,
	     struct err *err);

/* Kolmogorov and Smirnov's distance: the largest difference between the
 * shares of pixels up to a value.  Both have the same bins; NAN when one
 * is empty. */
double hist_distance(const struct hist *a, const struct hist *b);

/* A bar a line, at most 32, neighbouring bins put together; their lower
 * ends in front.  TITLE comes first. */
void hist_bars(struct strs *to, const struct hist *h, const char *title);

#endif
