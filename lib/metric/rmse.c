/*
 * rmse.c - root of the mean squared error: sqrt(mean((x - y)^2))
 */
#include "metric/metric.h"

#include <math.h>

static double eval(const struct sums *s, double range)
{
	(void)range;
	return sqrt(s->square / (double)s->n);
}

const struct metric metric_rmse = {
	.name = "rmse",
	.about = "square root of mse, in units of the target",
	.better = -1,
	.eval = eval,
};
