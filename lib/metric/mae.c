/*
 * mae.c - mean absolute error: mean(|x - y|)
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
	return s.absolute / (double)s.n;
}

const struct metric metric_mae = {
	.name = "mae",
	.about = "mean absolute error, in units of the target",
	.better = -1,
	.eval = eval,
};
