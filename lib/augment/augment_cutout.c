/*
 * augment_cutout.c - a square of the source, a share a of its area, becomes the
 * mean of the patch.
 *
 * Its side is sqrt(a) times that of the patch, rounded; it lies anywhere in the
 * patch, as a whole, and in all slices of a stack.
 */
#include "augment/augment.h"

#include <math.h>

static void change(struct augment_patch *p, double a, struct rng *r)
{
	size_t side = p->side, cut = (size_t)(sqrt(a) * (double)side + 0.5);
	size_t y = rng_below(r, side - cut + 1);
	size_t x = rng_below(r, side - cut + 1);
	float m = (float)augment_moments(p->px, p->planes * side * side, NULL);

	for (size_t z = 0; z < p->planes; z++)
		for (size_t i = y; i < y + cut; i++)
			for (size_t j = x; j < x + cut; j++)
				p->px[(z * side + i) * side + j] = m;
}

const struct augment augment_cutout = {
	.name = "cutout",
	.about = "set a square, up to SHARE of the source, to the mean of "
		 "the patch",
	.param = "SHARE",
	.usual = 0.05,
	.most = 0.1,
	.share = 0.1,
	.law = AUGMENT_UP_TO,
	.change = change,
};
