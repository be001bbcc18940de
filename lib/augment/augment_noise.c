/*
 * augment_noise.c - x' = x + d s z: z has a normal distribution, drawn for each
 * pixel; s is the standard deviation of all train sources.
 */
#include "augment/augment.h"

static void change(struct augment_patch *p, double d, struct rng *r)
{
	for (size_t i = 0; i < p->planes * p->side * p->side; i++)
		p->px[i] = (float)(p->px[i] + d * p->sd * rng_normal(r));
}

const struct augment augment_noise = {
	.name = "noise",
	.about = "add Gaussian noise of up to SD standard deviations of all "
		 "train sources to the source",
	.param = "SD",
	.usual = 0.1,
	.most = 0.5,
	.share = 0.1,
	.law = AUGMENT_UP_TO,
	.change = change,
};
