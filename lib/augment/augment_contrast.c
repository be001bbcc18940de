/*
 * augment_contrast.c - x' = m + f (x - m), where m is the mean of the patch.
 */
#include "augment/augment.h"

static void change(struct augment_patch *p, double f, struct rng *r)
{
	size_t n = p->planes * p->side * p->side;
	double m = augment_moments(p->px, n, NULL);

	(void)r;
	for (size_t i = 0; i < n; i++)
		p->px[i] = (float)(m + f * (p->px[i] - m));
}

const struct augment augment_contrast = {
	.name = "contrast",
	.about = "multiply the source by 1/FACTOR to FACTOR, about the mean "
		 "of the patch",
	.param = "FACTOR",
	.usual = 1.1,
	.most = 1.5,
	.share = 0.15,
	.law = AUGMENT_FACTOR,
	.change = change,
};
