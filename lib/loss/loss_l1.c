/*
 * loss_l1.c - mean absolute error: |d|, whose derivative is the sign of d, and
 * 0 for d = 0.
 */
#include "loss/loss.h"

#include <math.h>

static double pixel(double d, const struct loss_numbers *t, double *slope)
{
	(void)t;
	*slope = (d > 0) - (d < 0);
	return fabs(d);
}

const struct loss loss_l1 = {
	.name = "l1",
	.about = "mean absolute error",
	.pixel = pixel,
};
