/*
 * mae.c - mean absolute error: mean(|x - y|)
 */
#include "metric/metric.h"

#include <math.h>

static double eval(const struct sums *s, double range)
{
	(void)range;
	return s->absolute / (double)s->n;
}

const struct metric metric_mae = {
	.name = "mae",
	.about = "mean absolute error, in units of the target",
	.better = -1,
	.eval = eval,
};
