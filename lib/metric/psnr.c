/*
 * psnr.c - peak signal-to-noise ratio: 10 log10(R^2 / mse), in dB
 */
#include "metric/metric.h"

#include <math.h>

#include "base/calc.h"

static double eval(const struct sums *s, double range)
{
	if (!(range > 0) || s->square == 0)
		return NAN;
	return 10 * calc_log10(range * range * (double)s->n / s->square);
}

const struct metric metric_psnr = {
	.name = "psnr",
	.about = "10 log10(R^2 / mse) in dB, R = the range column; undefined "
		 "without R or when the error is 0",
	.better = 1,
	.eval = eval,
};
