/*
 * rmse.c - root of the mean squared error: sqrt(mean((x - y)^2))
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
	return sqrt(s.square / (double)s.n);
}

const struct metric metric_rmse = {
	.name = "rmse",
	.about = "square root of mse, in units of the target",
	.better = -1,
	.eval = eval,
};
