/*
 * loss_mse.c - mean squared error: d^2, whose derivative is 2 d.
 */
#include "loss/loss.h"

static double pixel(double d, const struct loss_numbers *t, double *slope)
{
	(void)t;
	*slope = 2 * d;
	return d * d;
}

const struct loss loss_mse = {
	.name = "mse",
	.about = "mean squared error",
	.pixel = pixel,
};
