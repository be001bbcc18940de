/*
 * euclidean.c - Euclidean distance: sqrt(sum (x - y)^2)
 *
 * The same as numpy.linalg.norm(x - y).  It grows with the size of the image,
 * so it can only compare predictions of the same images.
 */
#include "metric/metric.h"

#include <math.h>

static double eval(const struct sums *s, double range)
{
	(void)range;
	return s->n ? sqrt(s->square) : NAN;
}

const struct metric metric_euclidean = {
	.name = "euclidean",
	.about = "Euclidean distance, sqrt(sum (x - y)^2); grows with the "
		 "number of pixels",
	.better = -1,
	.eval = eval,
};
