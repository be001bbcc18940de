/*
 * slope.c - slope of the best line y = slope x + intercept
 */
#include "metric/metric.h"

#include <math.h>

static double eval(const struct sums *s, double range)
{
	(void)range;
	return sums_ratio(s->xy, s->xx);
}

const struct metric metric_slope = {
	.name = "slope",
	.about = "slope of the least-squares line of target on prediction "
		 "(ideal 1); undefined for a constant prediction",
	.better = 0,
	.eval = eval,
};
