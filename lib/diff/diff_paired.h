/*
 * diff_paired.h - a paired test of two evaluations over the same images.
 * Inside lib/diff only.
 */
#ifndef DIFF_DIFF_PAIRED_H
#define DIFF_DIFF_PAIRED_H

#include "diff/ingredients.h"

/*
 * Set `paired` of TO to a list of {metric, method, n, higher, lower, mean, low,
 * high, chance}: for each metric that two tables of scores have for the same
 * images, over these images, B minus A: how many there are, how many are higher
 * and lower, the mean and its interval of 95 % (Student's t), and the exact
 * chance of ranks so far from balanced if neither is better (Wilcoxon's
 * signed-rank test, wilcoxon.h).  Mean, low, high and chance are text; below
 * 2 images there is no interval.  An empty list is not set.
 */
void diff_paired(struct json *to, const struct diff_run *a,
		 const struct diff_run *b);

#endif
