/*
 * nmse.c - mean squared error divided by the variance of the truth.
 *
 * 1 means: no better than the image's own mean.  Equals 1 - r2.
 */
#include "metric/metric.h"

#include <math.h>

static double eval(const struct sums *s, double range)
{
	(void)range;
	return sums_ratio(s->square, s->yy);
}

const struct metric metric_nmse = {
	.name = "nmse",
	.about = "mse / variance of the target image; equals 1 - r2; "
		 "undefined for a constant target",
	.better = -1,
	.eval = eval,
};
