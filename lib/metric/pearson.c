/*
 * pearson.c - Pearson's r: sum((x - mx) (y - my)) / sqrt(SSx SSy)
 */
#include "metric/metric.h"

#include <math.h>

static double eval(const struct sums *s, double range)
{
	(void)range;
	/* Two roots, since the product of the sums could overflow. */
	return sums_ratio(s->xy, sqrt(s->xx) * sqrt(s->yy));
}

const struct metric metric_pearson = {
	.name = "pearson",
	.about = "Pearson's r over the pixels of one image; blind to scale "
		 "and offset; undefined when either image is constant",
	.better = 1,
	.eval = eval,
};
