/*
 * nrmse.c - root of the mean squared error divided by the size of the truth.
 *
 * Of several conventions this is the Euclidean one, the default of
 * scikit-image: sqrt(mean((x - y)^2)) / sqrt(mean(y^2)).
 */
#include "metric/metric.h"

#include <math.h>

static double eval(const struct sums *s, double range)
{
	(void)range;
	return sums_ratio(sqrt(s->square), sqrt(s->size));
}

const struct metric metric_nrmse = {
	.name = "nrmse",
	.about = "rmse / sqrt(mean(target^2)), the Euclidean convention "
		 "(scikit-image's default); undefined for a target of zeros",
	.better = -1,
	.eval = eval,
};
