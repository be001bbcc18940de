/*
 * moments.h - mean and variance of rows of numbers, computed in double.
 *
 * Inside lib/stats only.
 *
 * Rows are combined by the formula of Chan, Golub and LeVeque (1979).
 */
#ifndef STATS_MOMENTS_H
#define STATS_MOMENTS_H

#include <stddef.h>
#include <stdint.h>

struct moments {
	uint64_t n;
	double mean;
	double m2; /* sum of (x - mean)^2 */
};

/* Adds a row of N numbers. */
void moments_add(struct moments *m, const double *row, size_t n);

/* Adds all numbers of OTHER.  The order of calls may change the last bits. */
void moments_join(struct moments *m, const struct moments *other);

/* Returns the standard deviation (divided by n); 0 without numbers. */
double moments_sd(const struct moments *m);

#endif
