/*
 * diff_paired.h - a paired test of two evaluations over the same images.
 * Inside lib/diff only.
 */
#ifndef DIFF_DIFF_PAIRED_H
#define DIFF_DIFF_PAIRED_H

#include "diff/ingredients.h"

/*
 * Sets `paired` of TO to a list with an item for each metric that a table of
 * scores of A and one of B have for the same images.  An empty list is not
 * set.  An item has:
 *
 *	metric, method	name of the metric and of the method
 *	n		number of images in both tables
 *	higher, lower	number of images with a higher or a lower score in B
 *	mean		text: mean of B minus A over these images
 *	low, high	text: interval of 95 % for the mean (Student's t);
 *			absent below 2 images
 *	chance		text: p-value of Wilcoxon's signed-rank test, that is,
 *			the chance of ranks at least so far from balanced if
 *			neither run is better (wilcoxon.h)
 */
void diff_paired(struct json *to, const struct diff_run *a,
		 const struct diff_run *b);

#endif
