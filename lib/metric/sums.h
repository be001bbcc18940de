/*
 * sums.h - what most metrics are made of: centred sums over one image.
 */
#ifndef METRIC_SUMS_H
#define METRIC_SUMS_H

#include <stddef.h>

struct sums {
	size_t n;
	double mean_x, mean_y;
	double xx, yy, xy;	/* of (x - mean_x), (y - mean_y) */
	double square;		/* sum of (x - y)^2 */
	double absolute;	/* sum of |x - y| */
};

/* X: prediction, Y: truth, N pixels each.  In double, in the order of the
 * pixels, in two passes; the sums of a constant image are exactly 0. */
void sums_of(struct sums *s, const float *x, const float *y, size_t n);

/* A / B, or NAN when B is 0. */
double sums_ratio(double a, double b);

#endif
