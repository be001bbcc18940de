/*
 * diff_paired.h - a paired test of two evaluations over the same images.
 *
 * Inside lib/diff only.
 */
#ifndef DIFF_DIFF_PAIRED_H
#define DIFF_DIFF_PAIRED_H

#include "diff/ingredients.h"

/*
 * Sets `paired` of TO to a list, unless it is empty.  The list has an item for
 * each metric in which A and B have different scores of the same images:
 *
 *	metric, method	names of the metric and the method
 *	n		number of images in both tables
 *	higher, lower	numbers of images with a higher and a lower score in B
 *	mean		text: mean of B minus A
 *	low, high	text: 95 % interval of this mean (Student's t); absent
 *			below 2 images
 *	chance		text: p-value of Wilcoxon's signed-rank test
 *			(base/wilcoxon.h)
 */
void diff_paired(struct json *to, const struct diff_run *a,
		 const struct diff_run *b);

#endif
