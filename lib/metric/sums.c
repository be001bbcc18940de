/*
 * sums.c - centred sums over one image.
 */
#include "metric/sums.h"

#include <math.h>

/* The mean as an offset from the first pixel: exact for a constant, and
 * small numbers are added, whatever the camera's offset. */
static double mean_of(const float *x, size_t n)
{
	double first = n ? x[0] : 0, sum = 0;

	for (size_t i = 0; i < n; i++)
		sum += x[i] - first;
	return n ? first + sum / (double)n : NAN;
}

void sums_of(struct sums *s, const float *x, const float *y, size_t n)
{
	*s = (struct sums){
		.n = n, .mean_x = mean_of(x, n), .mean_y = mean_of(y, n),
	};
	for (size_t i = 0; i < n; i++) {
		double u = x[i] - s->mean_x, v = y[i] - s->mean_y;
		double d = (double)x[i] - y[i];

		s->xx += u * u;
		s->yy += v * v;
		s->xy += u * v;
		s->square += d * d;
		s->absolute += fabs(d);
	}
}

double sums_ratio(double a, double b)
{
	return b == 0 ? NAN : a / b;
}
