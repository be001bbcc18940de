/*
 * intercept.c - intercept of the best line y = slope x + intercept
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
	return s.mean_y - sums_ratio(s.xy, s.xx) * s.mean_x;
}

const struct metric metric_intercept = {
	.name = "intercept",
	.about = "intercept of the same line, in units of the target "
		"(ideal 0); undefined for a constant prediction",
	.better = 0,
	.eval = eval,
};
