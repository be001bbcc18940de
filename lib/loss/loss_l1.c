/*
 * loss_l1.c - mean absolute error: |d|, whose derivative is the sign of d, and
 * 0 for d = 0.
 */
#include "loss/loss.h"

#include <math.h>

static void pixels(const double *d, size_t n, const struct loss_numbers *t,
		   double *value, double *slope)
{
	(void)t;
	for (size_t i = 0; i < n; i++) {
		value[i] = fabs(d[i]);
		slope[i] = (d[i] > 0) - (d[i] < 0);
	}
}

const struct loss loss_l1 = {
	.name = "l1",
	.about = "mean absolute error",
	.pixels = pixels,
};
