/*
 * extreme.h - finds a few pixels whose values are far from all others: hot
 * pixels, cosmic rays, dead pixels.
 *
 * Such pixels dominate a squared error.  For example, an image may have 65,536
 * pixels with values of some hundreds.  If one of these pixels is 65,535
 * instead, it causes nearly all of the variance.
 *
 * The robust range reaches from percentile 0.5 to percentile 99.5.  A pixel is
 * far if its distance from the robust range is more than ten times the width of
 * this range.  Far pixels are hot if two things are true.  First, they are few:
 * at most three, or at most one in 20,000.  Second, their share of the sum of
 * squared deviations from the mean is more than a twentieth.  No real structure
 * has so few pixels, because a microscope spreads light over many pixels.
 */
#ifndef STATS_EXTREME_H
#define STATS_EXTREME_H

#include <stddef.h>
#include <stdint.h>

struct extreme {	  /* the far pixels of one image */
	double low, high; /* the robust range */
	uint64_t n;	  /* number of far pixels */
	double value;	  /* value of the far pixel furthest from the mean */
	/* share of the far pixels in the sum of squared deviations from the
	 * mean, from 0 to 1 */
	double share;
	int is_hot;
};

/* Fills E from the counts of N pixels.  COUNT[i] pixels have level i, for all i
 * from LOW to HIGH. */
void extreme_of_levels(struct extreme *e, const uint64_t *count, long low,
		       long high, uint64_t n);

/* Fills E from N finite values in rising order. */
void extreme_of_sorted(struct extreme *e, const float *sorted, size_t n);

struct extreme_ends {
	double low, high; /* the robust range */
	uint64_t n;	  /* number of finite pixels */
	double mean, sd;
	double min, max;
	/* numbers of pixels with the values MIN and MAX */
	uint64_t at_min, at_max;
};

/* Fills E without the values of single pixels.  Then only pixels with the
 * lowest or the highest value can be found far. */
void extreme_of_ends(struct extreme *e, const struct extreme_ends *of);

#endif
