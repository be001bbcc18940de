/*
 * augment_gamma.c - x' = x^g, for x scaled to 0 to 1 over the patch.
 *
 * Afterwards mean and standard deviation of the patch are what they were, so
 * that it is the shape of the histogram that changes (nnU-Net's
 * retain_stats).  A constant patch stays as it is.
 */
#include "augment/augment.h"

#include "base/calc.h"

static double power(double t, double g)
{
	return t > 0 ? calc_exp(g * calc_log(t)) : 0;
}

static void change(struct augment_patch *p, double g, struct rng *r)
{
	size_t n = p->planes * p->side * p->side;
	double mean, sd, new_mean, new_sd, low = p->px[0], high = low;

	(void)r;
	for (size_t i = 1; i < n; i++) {
		low = p->px[i] < low ? p->px[i] : low;
		high = p->px[i] > high ? p->px[i] : high;
	}
	mean = augment_moments(p->px, n, &sd);
	if (!(high > low) || !(sd > 0))
		return;
	for (size_t i = 0; i < n; i++)
		p->px[i] = (float)power((p->px[i] - low) / (high - low), g);
	new_mean = augment_moments(p->px, n, &new_sd);
	for (size_t i = 0; i < n; i++)
		p->px[i] = (float)(mean + (p->px[i] - new_mean) / new_sd * sd);
}

const struct augment augment_gamma = {
	.name = "gamma",
	.about = "raise the source, scaled to 0 to 1, to a power of 1/FACTOR "
		 "to FACTOR, and restore its mean and standard deviation",
	.param = "FACTOR",
	.usual = 1.1,
	.most = 1.4,
	.share = 0.15,
	.law = AUGMENT_FACTOR,
	.change = change,
};
