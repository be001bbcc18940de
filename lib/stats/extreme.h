/*
 * extreme.h - finds a few pixels whose values are far from all others: hot
 * pixels, cosmic rays, dead pixels.
 *
 * Such pixels dominate a squared error: in an image of 65,536 pixels with
 * values of some hundreds, a single pixel of 65,535 makes up nearly all of the
 * variance.
 *
 * A pixel is far if its value is outside the robust range (percentiles 0.5 to
 * 99.5) by more than ten times the width of that range.  Far pixels are hot if
 * two things are true: they are few (at most three, or one in 20,000), and they
 * make up more than a twentieth of the sum of squared deviations from the mean.
 * No real structure has so few pixels, because a microscope spreads light over
 * many.
 */
#ifndef STATS_EXTREME_H
#define STATS_EXTREME_H

#include <stddef.h>
#include <stdint.h>

struct extreme {	  /* the far pixels of one image */
	double low, high; /* the robust range */
	uint64_t n;	  /* number of far pixels */
	double value;	  /* value of the far pixel furthest from the mean */
	/* the far pixels' share, from 0 to 1, of the sum of squared
	 * deviations */
	double share;
	int is_hot;
};

/* Fills E from COUNT[LOW] to COUNT[HIGH], which say how many of the N pixels
 * have each of these levels. */
void extreme_of_levels(struct extreme *e, const uint64_t *count, long low,
		       long high, uint64_t n);
/* Fills E from N finite values in rising order. */
void extreme_of_sorted(struct extreme *e, const float *sorted, size_t n);

struct extreme_ends {
	double low, high; /* the robust range */
	uint64_t n;	  /* number of finite pixels */
	double mean, sd;
	double min, max;
	/* number of pixels with the value min, and max */
	uint64_t at_min, at_max;
};

/* Fills E from the ends of the range alone.  Only pixels with the lowest or the
 * highest value can then count as far. */
void extreme_of_ends(struct extreme *e, const struct extreme_ends *of);

#endif
