/*
 * augment_blur.c - Gaussian blur of the source, in the plane.
 *
 * The kernel is exp(-k^2 / (2 sigma^2)), divided by its sum, for |k| up to
 * 4 sigma, rounded, as in SciPy.  The patch is mirrored at its edges, the pixel
 * at the edge not repeated.
 */
#include "augment/augment.h"

#include <stdlib.h>

#include "base/calc.h"
#include "base/mem.h"

enum { RADIUS = 6 }; /* 4 x the limit */

/* Returns the radius of the kernel W, of which W[0] is the middle. */
static size_t fill(double sigma, double w[RADIUS + 1])
{
	size_t radius = (size_t)(4 * sigma + 0.5);
	double sum = 1;

	w[0] = 1;
	for (size_t k = 1; k <= radius; k++) {
		double z = (double)k / sigma;

		w[k] = calc_exp(-z * z / 2);
		sum += 2 * w[k];
	}
	for (size_t k = 0; k <= radius; k++)
		w[k] /= sum;
	return radius;
}

static size_t mirrored(size_t i, size_t k, int up, size_t n)
{
	size_t last = n - 1, at;

	if (!last)
		return 0;
	at = (up ? i + k : i + 2 * last * RADIUS - k) % (2 * last);
	return at > last ? 2 * last - at : at;
}

/* Blur N values that are STEP apart, by way of LINE. */
static void blur_line(float *px, size_t n, size_t step, const double *w,
		      size_t radius, float *line)
{
	for (size_t i = 0; i < n; i++)
		line[i] = px[i * step];
	for (size_t i = 0; i < n; i++) {
		double sum = w[0] * line[i];

		for (size_t k = 1; k <= radius; k++) {
			int inside = i >= k && i + k < n;
			double a = line[inside ? i - k : mirrored(i, k, 0, n)];
			double b = line[inside ? i + k : mirrored(i, k, 1, n)];

			sum += w[k] * (a + b);
		}
		px[i * step] = (float)sum;
	}
}

static void change(struct augment_patch *p, double sigma, struct rng *r)
{
	double w[RADIUS + 1];
	size_t side = p->side, radius = fill(sigma, w);
	float *line = mem_floats(side);

	(void)r;
	for (size_t z = 0; z < p->planes && radius; z++) {
		float *px = p->px + z * side * side;

		for (size_t i = 0; i < side; i++)
			blur_line(px + i * side, side, 1, w, radius, line);
		for (size_t j = 0; j < side; j++)
			blur_line(px + j, side, side, w, radius, line);
	}
	free(line);
}

const struct augment augment_blur = {
	.name = "blur",
	.about = "blur the source by a Gaussian of up to SIGMA pixels",
	.param = "SIGMA",
	.usual = 0.75,
	.most = 1.5,
	.share = 0.1,
	.law = AUGMENT_UP_TO,
	.change = change,
};
