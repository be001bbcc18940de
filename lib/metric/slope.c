/*
 * slope.c - slope of the best line y = slope x + intercept
 */
#include "metric/metric.h"

#include <math.h>

#include "metric/sums.h"

static double eval(const float *pred, const float *want, size_t width,
		   size_t height, double range)
{
	struct sums s;

	(void)range;
	sums_of(&s, pred, want, width * height);
	return sums_ratio(s.xy, s.xx);
}

const struct metric metric_slope = {
	.name = "slope",
	.about = "slope of the least-squares line of target on prediction "
		"(ideal 1); undefined for a constant prediction",
	.better = 0,
	.eval = eval,
};
