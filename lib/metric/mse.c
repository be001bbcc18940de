/*
 * mse.c - mean squared error: mean((x - y)^2)
 */
#include "metric/metric.h"

#include <math.h>

static double eval(const struct sums *s, double range)
{
	(void)range;
	return s->square / (double)s->n;
}

const struct metric metric_mse = {
	.name = "mse",
	.about = "mean squared error, in squared units of the target",
	.better = -1,
	.eval = eval,
};
