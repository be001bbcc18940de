/*
 * r2.c - coefficient of determination: 1 - SSE / SST.
 *
 * Not the square of r: it can be negative.
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
	return 1 - sums_ratio(s.square, s.yy);
}

const struct metric metric_r2 = {
	.name = "r2",
	.about = "1 - SSE / SST, not the square of r: negative when worse "
		"than the target's own mean; undefined for a constant target",
	.better = 1,
	.eval = eval,
};
