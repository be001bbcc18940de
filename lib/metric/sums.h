/*
 * sums.h - centred sums over one image, from which most metrics are computed.
 *
 * The caller hands over all pixels with sums_first, calls sums_turn, and hands
 * over all pixels again with sums_second.  Sums are made in double, in the
 * order of the pixels.  If X or Y is constant, its XX or YY and the XY are
 * exactly 0.
 */
#ifndef METRIC_SUMS_H
#define METRIC_SUMS_H

#include <stddef.h>

struct sums { /* all-zero: no pixels yet */
	size_t n;
	double first_x, first_y; /* first pixels */
	/* means; before sums_turn, sums of x - first_x and y - first_y */
	double mean_x, mean_y;
	/* sums of the squares and the product of (x - mean_x) and (y -
	 * mean_y) */
	double xx, yy, xy;
	double square;	 /* sum of (x - y)^2 */
	double absolute; /* sum of |x - y| */
	double size;	 /* sum of y^2 */
};

/* Add N pixels: X of the prediction, Y of the truth. */
void sums_first(struct sums *s, const float *x, const float *y, size_t n);
void sums_turn(struct sums *s);
void sums_second(struct sums *s, const float *x, const float *y, size_t n);

/* Returns the sums of N pixels in memory. */
struct sums sums_take(const float *x, const float *y, size_t n);

/* Returns Pearson's r of X and Y, or 0 if X or Y is constant. */
double sums_correlation(const float *x, const float *y, size_t n);

/* Returns A / B, or NAN if B is 0. */
double sums_ratio(double a, double b);

#endif
