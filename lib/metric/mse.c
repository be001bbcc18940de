/*
 * mse.c - mean squared error: mean((x - y)^2)
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
	return s.square / (double)s.n;
}

const struct metric metric_mse = {
	.name = "mse",
	.about = "mean squared error, in squared units of the target",
	.better = -1,
	.eval = eval,
};
