/*
 * diff_paired.h - a paired test of two evaluations over the same images.
 * Inside lib/diff only.
 */
#ifndef DIFF_DIFF_PAIRED_H
#define DIFF_DIFF_PAIRED_H

#include "diff/ingredients.h"

/*
 * Sets `paired` of TO to a list, unless that is empty.  It has an item for each
 * metric for which a table of A and one of B have scores of the same images:
 *
 *	metric, method	their names
 *	n		number of images in both tables
 *	higher, lower	numbers of images with a higher and a lower score in B
 *	mean		text: mean of B minus A
 *	low, high	text: its 95 % interval (Student's t), from 2 images on
 *	chance		text: p-value of Wilcoxon's signed-rank test
 *			(base/wilcoxon.h)
 */
void diff_paired(struct json *to, const struct diff_run *a,
		 const struct diff_run *b);

#endif
