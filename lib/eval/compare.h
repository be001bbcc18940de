/*
 * compare.h - two tables of scores of the same images, compared image by image.
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
	const char *method; /* NULL: "model" or "prediction", whichever there
			       is */
	/* A manifest, for its column `group`; NULL or without that column:
	 * each image is a group of its own. */
	const struct tsv *manifest;
	size_t resamples; /* of intervals */
	uint64_t seed;
};

/* Add to T a row for each metric that both tables have and of which larger or
 * smaller is better.  Columns: a, b (the names), metric, images, mean_a,
 * mean_b, difference (b - a); low and high, its 95 % interval by the bootstrap
 * over groups (bootstrap.h, paired: of the differences); b_better, on how many
 * images B is better; units, how many groups (or images) differ, and p, by
 * Wilcoxon's signed-rank test over the mean differences of these
 * (wilcoxon.h).  Values that are undefined in A or B are left out.
 *
 * Adds to MESSAGES a summary and warnings: images that only one table has, and
 * baselines that differ, so that the targets or the training images do.  Tables
 * without a common image, or that are no tables of scores, are err_data. */
int compare_tables(struct tsv *t, const struct compare *c,
		   struct messages *messages, struct err *err);

#endif
