/*
 * compare.h - compares two tables of scores of the same images, image by image.
 */
#ifndef EVAL_COMPARE_H
#define EVAL_COMPARE_H

#include <stdint.h>

#include "base/messages.h"
#include "file/tsv.h"

struct compare_side {
	const char *name;	  /* name for people */
	const struct tsv *scores; /* scores, as xp-eval prints them */
};

struct compare {
	struct compare_side a, b;
	/* method to compare; NULL: "model" or "prediction" */
	const char *method;
	/* manifest with the column `group`, or NULL; without it each image is a
	 * group */
	const struct tsv *manifest;
	size_t resamples; /* number of draws for intervals */
	uint64_t seed;
};

/*
 * Adds to T a row for each metric that both tables have, if it can be better or
 * worse.  Images whose value is undefined in A or B are left out.  The columns
 * are
 *
 *	a, b		the names
 *	metric, images	the metric, and the number of images compared
 *	mean_a, mean_b	the means
 *	difference	mean_b - mean_a
 *	low, high	its 95 % interval, by the bootstrap over groups
 *	b_better	on how many images B is better
 *	units		the number of groups that differ or, without groups,
 *			of images
 *	p		of Wilcoxon's signed-rank test over the means of the
 *			units' differences
 *
 * MESSAGES get a summary, and warnings of images that one table lacks, of
 * values that one table lacks, and of baselines that differ (then targets or
 * training images do).  Fails with err_data if the tables have no image in
 * common or are no tables of scores.
 */
int compare_tables(struct tsv *t, const struct compare *c,
		   struct messages *messages, struct err *err);

#endif
