/*
 * augment_elastic.c - elastic deformation: each node of the map's field is
 * moved by -d to d pixels in each direction.
 *
 * At the limit of 2 pixels neighbouring nodes, 16 pixels apart, stay apart: the
 * image is never folded.
 */
#include "augment/augment.h"

static void map(struct augment_map *m, double d, struct rng *r)
{
	double *node = augment_map_bend(m, d);

	for (size_t i = 0; i < 2 * m->nodes * m->nodes; i++)
		node[i] += d * (2 * rng_uniform(r) - 1);
}

const struct augment augment_elastic = {
	.name = "elastic",
	.about = "deform source and target smoothly, by up to PIXELS at the "
		 "nodes of a grid of 16 pixels",
	.param = "PIXELS",
	.usual = 1,
	.most = 2,
	.share = 0.2,
	.law = AUGMENT_UP_TO,
	.map = map,
};
