/*
 * augment_offset.c - x' = x + d s, where s is the standard deviation of all
 * train sources.
 */
#include "augment/augment.h"

static void change(struct augment_patch *p, double d, struct rng *r)
{
	(void)r;
	for (size_t i = 0; i < p->planes * p->side * p->side; i++)
		p->px[i] = (float)(p->px[i] + d * p->sd);
}

const struct augment augment_offset = {
	.name = "offset",
	.about = "add up to SD standard deviations of all train sources to "
		 "the source, or subtract them",
	.param = "SD",
	.usual = 0.1,
	.most = 0.5,
	.share = 0.15,
	.law = AUGMENT_EITHER,
	.change = change,
};
