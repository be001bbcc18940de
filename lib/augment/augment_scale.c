/*
 * augment_scale.c - enlargement by a factor s: v' = v / s, u' = u / s.
 */
#include "augment/augment.h"

static void map(struct augment_map *m, double s, struct rng *r)
{
	(void)r;
	augment_map_multiply(m, 1 / s, 0, 0, 1 / s);
}

static double stretch(double factor)
{
	return factor;
}

const struct augment augment_scale = {
	.name = "scale",
	.about = "enlarge source and target by 1/FACTOR to FACTOR",
	.param = "FACTOR",
	.usual = 1.1,
	.most = 1.4,
	.share = 0.2,
	.law = AUGMENT_FACTOR,
	.map = map,
	.stretch = stretch,
};
