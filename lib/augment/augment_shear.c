/*
 * augment_shear.c - shear by k: rows are moved along themselves,
 * u' = u + k v.
 */
#include "augment/augment.h"

static void map(struct augment_map *m, double k, struct rng *r)
{
	(void)r;
	augment_map_multiply(m, 1, 0, k, 1);
}

static double stretch(double k)
{
	return 1 + k;
}

const struct augment augment_shear = {
	.name = "shear",
	.about = "move each row of source and target by up to SLOPE times "
		 "its distance from the middle",
	.param = "SLOPE",
	.usual = 0.05,
	.most = 0.1,
	.share = 0.2,
	.law = AUGMENT_EITHER,
	.map = map,
	.stretch = stretch,
};
