/*
 * loss_mse.c - mean squared error: d = pred - want, the mean of d^2; its
 * derivative by each prediction is 2 d / n.
 */
#include "loss/loss.h"

static double eval(const float *pred, const float *want, float *grad,
		   size_t len)
{
	double sum = 0;

	for (size_t i = 0; i < len; i++) {
		double d = (double)pred[i] - want[i];

		sum += d * d;
		if (grad)
			grad[i] = (float)(2 * d / (double)len);
	}
	return sum / (double)len;
}

const struct loss loss_mse = {
	.name = "mse",
	.about = "mean squared error",
	.eval = eval,
};
