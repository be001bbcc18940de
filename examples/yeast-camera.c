/* yeast-camera.c - light to counts, with known noise.  See yeast.h. */
#include "yeast.h"

#include <math.h>

/* ln(k!), Stirling's series with three terms; below 10 exact. */
static double log_factorial(double k)
{
	static const double small[] = {
		1, 1, 2, 6, 24, 120, 720, 5040, 40320, 362880,
	};
	double x = k + 1;

	if (k < 10)
		return log(small[(int)k]);
	return (x - 0.5) * log(x) - x + 0.9189385332046727 + 1 / (12 * x) -
	       1 / (360 * x * x * x) + 1 / (1260 * x * x * x * x * x);
}

/* Multiply uniforms until they fall below e^-mean (Knuth). */
static double poisson_small(struct rng *r, double mean)
{
	double limit = exp(-mean), product = rng_uniform(r), k = 0;

	while (product > limit) {
		product *= rng_uniform(r);
		k++;
	}
	return k;
}

/* PTRS, transformed rejection (Hoermann 1993, "The transformed rejection
 * method for generating Poisson random variables"). */
static double poisson_large(struct rng *r, double mean)
{
	double b = 0.931 + 2.53 * sqrt(mean);
	double a = -0.059 + 0.02483 * b;
	double scale = 1.1239 + 1.1328 / (b - 3.4);
	double enough = 0.9277 - 3.6224 / (b - 2);

	for (;;) {
		double u = rng_uniform(r) - 0.5, v = 1 - rng_uniform(r);
		double us = 0.5 - fabs(u);
		double k = floor((2 * a / us + b) * u + mean + 0.43);

		if (us >= 0.07 && v <= enough)
			return k;
		if (k < 0 || (us < 0.013 && v > us))
			continue;
		if (log(v * scale / (a / (us * us) + b)) <=
		    k * log(mean) - mean - log_factorial(k))
			return k;
	}
}

double camera_poisson(struct rng *r, double mean)
{
	return mean < 10 ? poisson_small(r, mean) : poisson_large(r, mean);
}

/*
 * counts = round(offset + gain (Poisson(e) + Normal(0, read))), so the
 * noise of a pixel has the variance gain^2 (e + read^2) + 1/12.
 */
void camera_take(const struct camera *c, struct rng *r, float *px, size_t n,
		 float *truth, double *var_signal, double *noise)
{
	double sum = 0, square = 0, mean;

	for (size_t i = 0; i < n; i++) {
		double e = c->background + c->electrons * px[i], seen;

		sum += e;
		square += e * e;
		if (truth)
			truth[i] = (float)(c->offset + c->gain * e);
		seen = camera_poisson(r, e);
		seen = c->offset + c->gain * (seen + c->read * rng_normal(r));
		px[i] = (float)fmin(fmax(nearbyint(seen), 0), 65535);
	}
	mean = sum / (double)n;
	*var_signal = c->gain * c->gain * (square / (double)n - mean * mean);
	*noise = c->gain * c->gain * (mean + c->read * c->read) + 1.0 / 12;
}
