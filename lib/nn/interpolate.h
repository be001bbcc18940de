/*
 * interpolate.h - linear interpolation between pixels, as torch.nn.Upsample
 * does it in the modes "bilinear" and "trilinear", without align_corners.
 *
 * Inside lib/nn only.
 *
 * Along an axis, pixel i of the result lies at s = (i + 1/2) / k - 1/2 of x.
 * Its value is the mean of the pixels before and behind s, weighted by their
 * nearness.  Beyond its edges x goes on with the pixel at the edge.
 *
 * The gradient is the transpose: pixel j of dx is a weighted sum of 2k pixels
 * of dy (one less for an odd k).  Beyond its edges dy counts as mirrored there.
 *
 * A row is made piece by piece: first rows are mixed, many pixels at a time,
 * then neighbours along the row.  Sums have one order, so the bits depend
 * neither on threads nor on bands.
 */
#ifndef NN_INTERPOLATE_H
#define NN_INTERPOLATE_H

#include <stddef.h>

#include "base/size.h"

enum { INTERPOLATE_TAPS = 32 }; /* of the largest factor (unet_check) */

/* A row that is the sum of N rows, each with its weight. */
struct interpolate_mix {
	size_t n;
	const float *row[INTERPOLATE_TAPS * INTERPOLATE_TAPS];
	float weight[INTERPOLATE_TAPS * INTERPOLATE_TAPS];
};

#define INTERPOLATE_PIECE 128 /* pixels of x that are made at once */

/* Returns the pixel of x behind pixel P of the result, and sets *BEHIND to its
 * weight. */
static inline size_t interpolate_pixel_behind(size_t p, size_t k, float *behind)
{
	size_t place = 2 * p + 1 + k; /* s + 1, in units of 1 / 2k */

	*behind = (float)((double)(place % (2 * k)) / (double)(2 * k));
	return place / (2 * k);
}

/* Sets AT and WEIGHT to the two pixels of x that pixel I is made of, and their
 * weights, for the factor K and an axis of SIDE pixels of x. */
static inline void interpolate_pixel(size_t i, size_t k, size_t side,
				     size_t at[2], float weight[2])
{
	size_t next = interpolate_pixel_behind(i, k, &weight[1]);

	at[0] = next ? next - 1 : 0;
	at[1] = min(next, side - 1);
	weight[0] = 1 - weight[1];
}

/* Sets WEIGHT to the weights of the pixels of dy from k j - k / 2 on, the same
 * for each pixel j of dx.  Returns how many these are. */
static inline size_t interpolate_weights(float weight[INTERPOLATE_TAPS],
					 size_t k)
{
	size_t n = 2 * k - k % 2;

	for (size_t t = 0; t < n; t++) {
		size_t to_end = t < n / 2 ? t : n - 1 - t;

		weight[t] = (float)((double)(2 * to_end + 1 + k % 2) /
				    (double)(2 * k));
	}
	return n;
}

/* Sets AT and WEIGHT to the pixels of dy that pixel J of dx is made of, and
 * their weights.  Returns how many these are. */
static inline size_t interpolate_taps(size_t j, size_t k, size_t side,
				      size_t at[INTERPOLATE_TAPS],
				      float weight[INTERPOLATE_TAPS])
{
	size_t n = interpolate_weights(weight, k), half = k / 2, all = k * side;

	for (size_t t = 0; t < n; t++) {
		size_t p = k * j + t; /* pixel p - half */

		at[t] = p < half	? half - 1 - p :
			p - half >= all ? 2 * all - 1 - (p - half) :
					  p - half;
	}
	return n;
}

/* Returns how many pixels the first N of SIDE pixels of x are enough for. */
static inline size_t interpolate_reach(size_t n, size_t k, size_t side)
{
	if (n >= side)
		return k * side;
	return n ? k * n - (k + 1) / 2 : 0;
}

/* Returns how many of SIDE pixels of dx the first N pixels of dy are enough
 * for. */
static inline size_t interpolate_back(size_t n, size_t k, size_t side)
{
	if (n >= k * side)
		return side;
	return n < k / 2 ? 0 : (n - k / 2) / k;
}

/* Sets SUM to the mix M of pixels FROM to TO - 1 of its rows. */
static inline void interpolate_mix(float *sum, const struct interpolate_mix *m,
				   size_t from, size_t to)
{
	for (size_t i = from; i < to; i++)
		sum[i - from] = m->weight[0] * m->row[0][i];
	for (size_t r = 1; r < m->n; r++) {
		const float *row = m->row[r];
		float weight = m->weight[r];

		for (size_t i = from; i < to; i++)
			sum[i - from] += weight * row[i];
	}
}

/* Interpolates along a row: sets TO to N K pixels.  X[-1] to X[N] are pixels of
 * x. */
static inline void interpolate_spread(float *to, const float *x, size_t n,
				      size_t k)
{
	for (size_t b = 0; b < k; b++) {
		float behind;
		const float *p = x + interpolate_pixel_behind(b, k, &behind);
		float first = 1 - behind;

		for (size_t j = 0; j < n; j++)
			to[j * k + b] = first * p[j - 1] + behind * p[j];
	}
}

/* Sets TO, a row of K * W pixels, to the mix M of rows of W pixels, which it
 * interpolates. */
static inline void interpolate_row(float *to, const struct interpolate_mix *m,
				   size_t w, size_t k)
{
	float x[INTERPOLATE_PIECE + 2];

	for (size_t from = 0; from < w; from += INTERPOLATE_PIECE) {
		size_t end = min(from + INTERPOLATE_PIECE, w), first = from > 0;

		interpolate_mix(x + 1 - first, m, from - first,
				min(end + 1, w));
		if (!first)
			x[0] = x[1];
		if (end == w)
			x[end - from + 1] = x[end - from];
		interpolate_spread(to + from * k, x + 1, end - from, k);
	}
}

/* Sets SUM to N pixels of dx.  D has the pixels of dy from the first that is
 * needed on. */
static inline void interpolate_gather(float *sum, const float *d, size_t n,
				      size_t k)
{
	float weight[INTERPOLATE_TAPS];
	size_t taps = interpolate_weights(weight, k);

	for (size_t j = 0; j < n; j++)
		sum[j] = weight[0] * d[j * k];
	for (size_t t = 1; t < taps; t++)
		for (size_t j = 0; j < n; j++)
			sum[j] += weight[t] * d[j * k + t];
}

/* Sets TO, a row of W pixels, to its gradient, made of the mix M of rows of K *
 * W pixels of dy.  If ADD is 1, adds to TO instead.  If X is not NULL, TO
 * becomes 0 where X is 0 or less; X may be TO. */
static inline void interpolate_row_back(float *to,
					const struct interpolate_mix *m,
					size_t w, size_t k, int add,
					const float *x)
{
	float d[INTERPOLATE_PIECE + INTERPOLATE_TAPS], sum[INTERPOLATE_PIECE];
	size_t half = k / 2, step = INTERPOLATE_PIECE / k;

	for (size_t from = 0; from < w; from += step) {
		size_t end = min(from + step, w), n = k * (end - from);
		size_t left = from ? half : 0, right = end < w ? half : 0;

		interpolate_mix(d + half - left, m, k * from - left,
				k * end + right);
		for (size_t i = 0; i < half && !left; i++)
			d[half - 1 - i] = d[half + i];
		for (size_t i = 0; i < half && !right; i++)
			d[half + n + i] = d[half + n - 1 - i];
		interpolate_gather(sum, d, end - from, k);
		for (size_t j = from; j < end; j++) {
			float s = sum[j - from] + (add ? to[j] : 0);

			to[j] = x && x[j] <= 0 ? 0 : s;
		}
	}
}

#endif
