/*
 * compare.h - compares two tables of scores of the same images, image by image.
 */
#ifndef EVAL_COMPARE_H
#define EVAL_COMPARE_H

#include <stdint.h>

#include "base/messages.h"
#include "file/tsv.h"

struct compare_side {
	const char *name;	  /* for people */
	const struct tsv *scores; /* as xp-eval prints them */
};

struct compare {
	struct compare_side a, b;
	/* method to compare; NULL: "model" if A has it, else "prediction" */
	const char *method;
	/* manifest with the column `group`, or NULL; without this column, each
	 * image is a group of its own */
	const struct tsv *manifest;
	size_t resamples; /* number of draws for intervals */
	uint64_t seed;
};

/*
 * Adds to T a row for each metric that both tables have and of which larger or
 * smaller values are better.  Images whose value is undefined in A or B are
 * left out.  The columns are
 *
 *	a, b		the names
 *	channel		if the targets have several: the channel, or * for the
 *			means over them
 *	metric, images	the metric, and the number of images compared
 *	mean_a, mean_b	the means
 *	difference	mean_b - mean_a
 *	low, high	95 % interval of this difference, by the bootstrap over
 *			groups (bootstrap.h)
 *	b_better	the number of images on which B is better
 *	units		the number of groups that differ or, without groups,
 *			of images
 *	p		of Wilcoxon's signed-rank test over the mean
 *			differences of the units
 *
 * MESSAGES get a summary for pearson and nmse.  They also get warnings of
 * images or values that only one table has, and of baselines that differ (then
 * targets or train images differ).  Fails with err_data if the tables have no
 * image in common, lack the column id or method, or are of other numbers of
 * channels.
 */
int compare_tables(struct tsv *t, const struct compare *c,
		   struct messages *messages, struct err *err);

#endif
