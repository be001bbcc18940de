/*
 * sums.h - what most metrics are made of: centred sums over one image.
 */
#ifndef METRIC_SUMS_H
#define METRIC_SUMS_H

#include <stddef.h>

struct sums { /* all-zero: no pixels yet */
	size_t n;
	double first_x, first_y; /* the first pixels */
	double mean_x, mean_y;	 /* sums of what is above first_ until
					   sums_turn */
	double xx, yy, xy;	 /* of (x - mean_x), (y - mean_y) */
	double square;		 /* sum of (x - y)^2 */
	double absolute;	 /* sum of |x - y| */
	double size;		 /* sum of y^2 */
};

/* X: prediction, Y: truth, of an image that passes by twice, in any
 * portions: sums_first with all its pixels, sums_turn, sums_second with
 * all of them again.  In double, in the order of the pixels; the sums of a
 * constant image are exactly 0. */
void sums_first(struct sums *s, const float *x, const float *y, size_t n);
void sums_turn(struct sums *s);
void sums_second(struct sums *s, const float *x, const float *y, size_t n);

/* A / B, or NAN when B is 0. */
double sums_ratio(double a, double b);

#endif
