/*
 * loss_mse.c - mean squared error: d^2, whose derivative is 2 d.
 */
#include "loss/loss.h"

static void pixels(const double *d, size_t n, const struct loss_numbers *t,
		   double *value, double *slope)
{
	(void)t;
	for (size_t i = 0; i < n; i++) {
		value[i] = d[i] * d[i];
		slope[i] = 2 * d[i];
	}
}

const struct loss loss_mse = {
	.name = "mse",
	.about = "mean squared error",
	.pixels = pixels,
};
