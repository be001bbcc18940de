/*
 * nrmse.c - root of the mean squared error by the size of the truth.
 *
 * Of the several conventions this is the Euclidean one:
 * sqrt(mean((x - y)^2)) / sqrt(mean(y^2)), scikit-image's default.
 */
#include "metric/metric.h"

#include <math.h>

#include "metric/sums.h"

static double eval(const float *pred, const float *want, size_t width,
		   size_t height, double range)
{
	size_t n = width * height;
	double error = 0, size = 0;

	(void)range;
	for (size_t i = 0; i < n; i++) {
		double d = (double)pred[i] - want[i];

		error += d * d;
		size += (double)want[i] * want[i];
	}
	return sums_ratio(sqrt(error), sqrt(size));
}

const struct metric metric_nrmse = {
	.name = "nrmse",
	.about = "rmse / sqrt(mean(target^2)), the Euclidean convention "
		"(scikit-image's default); undefined for a target of zeros",
	.better = -1,
	.eval = eval,
};
