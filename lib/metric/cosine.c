/*
 * cosine.c - cosine distance: 1 - sum(x y) / sqrt(sum x^2 sum y^2)
 *
 * The same as scipy.spatial.distance.cosine(x, y).  A camera's offset, which
 * is in both images, makes it small; pearson subtracts the means first.
 */
#include "metric/metric.h"

#include <math.h>

/* With means p and q and centred sums, sum x^2 is XX = xx + n p^2 and so on.
 * The distance is (sqrt(XX YY) - XY) / sqrt(XX YY), whose numerator
 * loses all digits when x is near a multiple of y.  So it is computed from the
 * squared sine, which is made of what differs:
 *	XX YY - XY^2 = xx yy - xy^2 + n (p^2 yy + q^2 xx - 2 p q xy)
 *	1 - cos = sin^2 / (1 + cos) */
static double eval(const struct sums *s, double range)
{
	double n = (double)s->n, p = s->mean_x, q = s->mean_y;
	double x = sqrt(s->xx + n * p * p), y = sqrt(s->yy + n * q * q);
	double cosine = sums_ratio((s->xy + n * p * q) / x, y);
	/* Each is divided by its length, since the products could overflow. */
	double a = s->xx / x / x, b = s->yy / y / y, c = s->xy / x / y;
	double u = p / x, v = q / y;
	double sine = a * b - c * c +
		      n * (u * u * b + v * v * a - 2 * u * v * c);

	(void)range;
	if (!(x > 0) || !(y > 0))
		return NAN;
	return cosine > 0 ? fmax(sine, 0) / (1 + cosine) : 1 - cosine;
}

const struct metric metric_cosine = {
	.name = "cosine",
	.about = "cosine distance, 1 - sum(x y) / sqrt(sum x^2 sum y^2); "
		 "undefined when all pixels of either image are 0",
	.better = -1,
	.eval = eval,
};
