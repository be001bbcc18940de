/*
 * r2.c - coefficient of determination: 1 - SSE / SST.
 *
 * Not the square of r: it can be negative.
 */
#include "metric/metric.h"

#include <math.h>

static double eval(const struct sums *s, double range)
{
	(void)range;
	return 1 - sums_ratio(s->square, s->yy);
}

const struct metric metric_r2 = {
	.name = "r2",
	.about = "1 - SSE / SST, not the square of r: negative when worse "
		 "than the target's own mean; undefined for a constant target",
	.better = 1,
	.eval = eval,
};
