/*
 * moments.c - mean and variance of rows of numbers, in double.
 */
#include "stats/moments.h"

#include <math.h>

void moments_join(struct moments *m, const struct moments *other)
{
	double n = (double)m->n + (double)other->n;
	double d = other->mean - m->mean;

	if (!other->n)
		return;
	if (!m->n) {
		*m = *other;
		return;
	}
	m->mean += d * ((double)other->n / n);
	m->m2 += other->m2 + d * d * ((double)m->n * (double)other->n / n);
	m->n += other->n;
}

void moments_add(struct moments *m, const double *row, size_t n)
{
	struct moments r = { .n = n };

	if (!n)
		return;
	/* if all are equal, the mean is exactly their value */
	for (size_t i = 0; i < n; i++)
		r.mean += row[i] - row[0];
	r.mean = row[0] + r.mean / (double)n;
	for (size_t i = 0; i < n; i++)
		r.m2 += (row[i] - r.mean) * (row[i] - r.mean);
	moments_join(m, &r);
}

double moments_sd(const struct moments *m)
{
	return m->n ? sqrt(m->m2 / (double)m->n) : 0;
}
