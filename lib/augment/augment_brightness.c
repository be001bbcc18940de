/*
 * augment_brightness.c - x' = m + f (x - m), where m is the mean of all train
 * sources.
 */
#include "augment/augment.h"

static void change(struct augment_patch *p, double f, struct rng *r)
{
	(void)r;
	for (size_t i = 0; i < p->planes * p->side * p->side; i++)
		p->px[i] = (float)(p->mean + f * (p->px[i] - p->mean));
}

const struct augment augment_brightness = {
	.name = "brightness",
	.about = "multiply the source by 1/FACTOR to FACTOR, about the mean "
		 "of all train sources",
	.param = "FACTOR",
	.usual = 1.1,
	.most = 1.5,
	.share = 0.15,
	.law = AUGMENT_FACTOR,
	.change = change,
};
