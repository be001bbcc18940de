/*
 * compare.h - two tables of scores of the same images, compared image by image.
 */
#ifndef EVAL_COMPARE_H
#define EVAL_COMPARE_H

#include <stdint.h>

#include "base/messages.h"
#include "file/tsv.h"

struct compare_side {
	const char *name;	  /* Name for people */
	const struct tsv *scores; /* Scores, as xp-eval prints them */
};

struct compare {
	struct compare_side a, b;
	/* Method to compare; NULL: "model" or "prediction", whichever the
	 * tables have */
	const char *method;
	/* Manifest with a column `group`. If it is NULL or has no such column,
	 * each image is a group of its own. */
	const struct tsv *manifest;
	size_t resamples; /* Number of draws for intervals */
	uint64_t seed;
};

/* Add to T a row for each metric that both tables have.  Metrics of which
 * neither larger nor smaller is better are left out.  The columns are
 *
 *	a, b		the names
 *	metric, images	the metric, and the number of images compared
 *	mean_a, mean_b	the means
 *	difference	mean_b - mean_a
 *	low, high	the 95 % interval of the difference, by the bootstrap
 *			over groups (bootstrap.h) of the images' differences
 *	b_better	the number of images on which B is better
 *	units		the number of groups that differ, or of images if there
 *			are no groups
 *	p		of Wilcoxon's signed-rank test (wilcoxon.h) over the
 *			mean differences of the units
 *
 * Images whose value is undefined in A or B are left out.
 *
 * Adds a summary to MESSAGES.  Warns of images that only one table has, or for
 * which only one table has a value of a metric.  Warns if the baselines differ,
 * since then the targets or the training images do.  Fails with err_data if the
 * tables have no common image, or are not tables of scores. */
int compare_tables(struct tsv *t, const struct compare *c,
		   struct messages *messages, struct err *err);

#endif
