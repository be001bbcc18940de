/*
 * moments.h - computes mean and variance of rows of numbers, in double.
 *
 * Inside lib/stats only.
 *
 * Each row is summed twice.  The first sum gives the row's mean.  The second
 * sum adds up the squared differences from this mean.  Rows are combined by the
 * formula of Chan, Golub and LeVeque (1979).  Apart from the pixels, the result
 * depends only on the order of the rows.
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

void moments_add(struct moments *m, const double *row, size_t n);
void moments_join(struct moments *m, const struct moments *other);

/* Returns the standard deviation of the population (divided by n). */
double moments_sd(const struct moments *m);

#endif
