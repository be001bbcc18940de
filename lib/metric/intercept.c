/*
 * intercept.c - intercept of the best line y = slope x + intercept
 */
#include "metric/metric.h"

#include <math.h>

static double eval(const struct sums *s, double range)
{
	(void)range;
	return s->mean_y - sums_ratio(s->xy, s->xx) * s->mean_x;
}

const struct metric metric_intercept = {
	.name = "intercept",
	.about = "intercept of the same line, in units of the target "
		 "(ideal 0); undefined for a constant prediction",
	.better = 0,
	.eval = eval,
};
