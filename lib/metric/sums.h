/*
 * sums.h - centred sums over one image.  Most metrics are computed from these
 * sums.
 */
#ifndef METRIC_SUMS_H
#define METRIC_SUMS_H

#include <stddef.h>

struct sums { /* all-zero: no pixels yet */
	size_t n;
	double first_x, first_y; /* first pixel of X and of Y */
	/* means; until sums_turn: the sums of (x - first_x), (y - first_y) */
	double mean_x, mean_y;
	/* sums of the squares and the product of (x - mean_x) and (y -
	 * mean_y) */
	double xx, yy, xy;
	double square;	 /* sum of (x - y)^2 */
	double absolute; /* sum of |x - y| */
	double size;	 /* sum of y^2 */
};

/* Add N pixels: X of the prediction and Y of the truth.  The image is handed
 * over twice, any number of pixels at a time.  First call sums_first for all
 * pixels.  Then call sums_turn.  Then call sums_second for all pixels again.
 * Sums are made in double, in the order of the pixels; the centred sums of a
 * constant image are exactly 0. */
void sums_first(struct sums *s, const float *x, const float *y, size_t n);
void sums_turn(struct sums *s);
void sums_second(struct sums *s, const float *x, const float *y, size_t n);

/* Returns the sums of N pixels that are all in memory. */
struct sums sums_take(const float *x, const float *y, size_t n);

/* Returns Pearson's r of X and Y, or 0 if X or Y is constant. */
double sums_correlation(const float *x, const float *y, size_t n);

/* Returns A / B, or NAN if B is 0. */
double sums_ratio(double a, double b);

#endif
