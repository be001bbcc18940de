/*
 * sums.c - see sums.h.
 */
#include "metric/sums.h"

#include <math.h>

/* The mean is computed relative to the first pixel.  So it is exact for a
 * constant image, and only small numbers are added, whatever the camera's
 * offset is. */
void sums_first(struct sums *s, const float *x, const float *y, size_t n)
{
	if (n && !s->n) {
		s->first_x = x[0];
		s->first_y = y[0];
	}
	for (size_t i = 0; i < n; i++) {
		s->mean_x += x[i] - s->first_x;
		s->mean_y += y[i] - s->first_y;
	}
	s->n += n;
}

void sums_turn(struct sums *s)
{
	double n = (double)s->n;

	s->mean_x = s->n ? s->first_x + s->mean_x / n : NAN;
	s->mean_y = s->n ? s->first_y + s->mean_y / n : NAN;
}

void sums_second(struct sums *s, const float *x, const float *y, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		double u = x[i] - s->mean_x, v = y[i] - s->mean_y;
		double d = (double)x[i] - y[i];

		s->xx += u * u;
		s->yy += v * v;
		s->xy += u * v;
		s->square += d * d;
		s->absolute += fabs(d);
		s->size += (double)y[i] * y[i];
	}
}

double sums_ratio(double a, double b)
{
	return b == 0 ? NAN : a / b;
}

struct sums sums_take(const float *x, const float *y, size_t n)
{
	struct sums s = { 0 };

	sums_first(&s, x, y, n);
	sums_turn(&s);
	sums_second(&s, x, y, n);
	return s;
}

double sums_correlation(const float *x, const float *y, size_t n)
{
	struct sums s = sums_take(x, y, n);

	return s.xx > 0 && s.yy > 0 ? s.xy / sqrt(s.xx * s.yy) : 0;
}
