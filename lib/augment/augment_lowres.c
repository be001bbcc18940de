/*
 * augment_lowres.c - shrinks the source to n x n pixels, n = side (1 - x),
 * rounded, and enlarges it again, as nnU-Net does (SimulateLowResolution).
 *
 * Pixel i of the small patch is the pixel of the patch at its middle, (i + 1/2)
 * side / n, rounded down; so there is aliasing, as on a coarse camera.  It is
 * enlarged by cubic convolution (augment_map.h), edges on edges.
 */
#include "augment/augment.h"

#include <stdlib.h>

#include "base/mem.h"

static void shrink(const float *px, size_t side, size_t n, float *to)
{
	for (size_t i = 0; i < n; i++) {
		const float *row = px + (2 * i + 1) * side / (2 * n) * side;

		for (size_t j = 0; j < n; j++)
			to[i * n + j] = row[(2 * j + 1) * side / (2 * n)];
	}
}

static void enlarge(const float *px, size_t n, size_t side, float *to)
{
	struct augment_taps *taps = mem_alloc(side * sizeof(*taps));

	for (size_t i = 0; i < side; i++)
		augment_map_take(&taps[i],
				 ((double)i + 0.5) * (double)n / (double)side -
					 0.5,
				 n, 0);
	for (size_t i = 0; i < side * side; i++)
		to[i] = augment_map_value(px, n, &taps[i / side],
					  &taps[i % side]);
	free(taps);
}

static void change(struct augment_patch *p, double x, struct rng *r)
{
	size_t side = p->side;
	size_t n = (size_t)((double)side * (1 - x) + 0.5);
	float *small = mem_floats(side * side);

	(void)r;
	for (size_t z = 0; z < p->planes && n && n < side; z++) {
		float *px = p->px + z * side * side;

		shrink(px, side, n, small);
		enlarge(small, n, side, px);
	}
	free(small);
}

const struct augment augment_lowres = {
	.name = "lowres",
	.about = "lower the resolution of the source by up to SHARE: shrink "
		 "it, and enlarge it again",
	.param = "SHARE",
	.usual = 0.5,
	.most = 0.75,
	.share = 0.125,
	.law = AUGMENT_UP_TO,
	.change = change,
};
