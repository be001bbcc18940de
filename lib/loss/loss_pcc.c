/*
 * loss_pcc.c - 1 - r, with Pearson's correlation
 *
 *	r = sxy / sqrt(sxx syy)
 *
 * of predictions x and targets y.  For n pixels, sxx is the mean of (x - mx)^2
 * plus EPS, syy that of (y - my)^2 plus EPS, and sxy the mean of (x - mx)
 * (y - my), where mx and my are the means.  EPS makes a constant image give
 * r = 0 and a finite derivative.  The derivative of r by x is
 *
 *	((y - my) - (x - mx) sxy / sxx) / (n sqrt(sxx syy))
 */
#include "loss/loss.h"

#include <math.h>

#define EPS 1e-8 /* normalised values have a variance of about 1 */

static double mean(const float *x, size_t n)
{
	double sum = 0;

	for (size_t i = 0; i < n; i++)
		sum += x[i];
	return sum / (double)n;
}

static double image(const float *pred, const float *want, float *grad,
		    struct loss_shape s, const struct loss_numbers *t,
		    double *room)
{
	size_t len = s.planes * s.height * s.width;
	double n = (double)len, mx = mean(pred, len), my = mean(want, len);
	double sxx = 0, syy = 0, sxy = 0, root;

	(void)t;
	(void)room;
	for (size_t i = 0; i < len; i++) {
		double x = pred[i] - mx, y = want[i] - my;

		sxx += x * x;
		syy += y * y;
		sxy += x * y;
	}
	sxx = sxx / n + EPS;
	syy = syy / n + EPS;
	sxy /= n;
	root = sqrt(sxx * syy);
	for (size_t i = 0; grad && i < len; i++) {
		double x = pred[i] - mx, y = want[i] - my;

		grad[i] = (float)((x * (sxy / sxx) - y) / (n * root));
	}
	return 1 - sxy / root;
}

const struct loss loss_pcc = {
	.name = "pcc",
	.about = "1 less Pearson's correlation of each image; it does not see "
		 "offset and scale of predictions, so add some mse or l1 to it",
	.image = image,
	.metric = "pearson",
};
