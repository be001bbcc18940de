/*
 * loss_huber.c - Huber's loss (Annals of Mathematical Statistics 35, 1964,
 * 73-101), in PyTorch's form:
 *
 *	d^2 / 2			if |d| <= DELTA
 *	DELTA (|d| - DELTA / 2)	elsewhere
 *
 * Its derivative is d, cut off at -DELTA and DELTA.
 */
#include "loss/loss.h"

#include <math.h>

static void pixels(const double *d, size_t n, const struct loss_numbers *t,
		   double *value, double *slope)
{
	double delta = t->param;

	for (size_t i = 0; i < n; i++) {
		double size = fabs(d[i]);

		value[i] = size <= delta ? d[i] * d[i] / 2 :
					   delta * (size - delta / 2);
		slope[i] = size <= delta ? d[i] : copysign(delta, d[i]);
	}
}

const struct loss loss_huber = {
	.name = "huber",
	.about = "Huber's loss: d^2 / 2 for errors d up to DELTA (1), beyond "
		 "it a line, so single large errors count less",
	.param = "DELTA",
	.usual = 1,
	.pixels = pixels,
};
