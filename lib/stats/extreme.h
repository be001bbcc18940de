/*
 * extreme.h - finds a few pixels whose values are far from all others: hot
 * pixels, cosmic rays, dead pixels.
 *
 * They dominate a squared error.  If one of 65,536 pixels with values of some
 * hundreds is 65,535, it makes nearly all of the variance.
 *
 * The robust range reaches from percentile 0.5 to 99.5.  A pixel is far if it
 * lies more than ten widths of this range outside of it.  Far pixels are hot if
 * they are few (at most three, or one in 20,000) and make more than a twentieth
 * of the variance.  No real structure is so small, because a microscope spreads
 * light over many pixels.
 */
#ifndef STATS_EXTREME_H
#define STATS_EXTREME_H

#include <stddef.h>
#include <stdint.h>

struct extreme {	  /* the far pixels of one image */
	double low, high; /* the robust range */
	uint64_t n;	  /* number of far pixels */
	/* value of the far pixel that is furthest from the mean */
	double value;
	/* their share of the sum of (x - mean)^2, from 0 to 1 */
	double share;
	int is_hot;
};

/* Fills E from the levels of N pixels: COUNT[i] pixels have level i, from LOW
 * to HIGH. */
void extreme_of_levels(struct extreme *e, const uint64_t *count, long low,
		       long high, uint64_t n);

/* Fills E from N finite values in rising order. */
void extreme_of_sorted(struct extreme *e, const float *sorted, size_t n);

struct extreme_ends {
	double low, high; /* the robust range */
	uint64_t n;	  /* number of finite pixels */
	double mean, sd;
	double min, max;
	/* numbers of pixels with these values */
	uint64_t at_min, at_max;
};

/* Fills E without the values of single pixels: only those with the lowest or
 * the highest value can be far. */
void extreme_of_ends(struct extreme *e, const struct extreme_ends *of);

#endif
