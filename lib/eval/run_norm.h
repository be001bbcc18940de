/*
 * run_norm.h - gives the rows to be scored the normalisation of the model's
 * training.
 *
 * Other values would give wrong scores, and values fitted to the scored target
 * scores that are too good.
 *
 * Inside lib/eval only.
 */
#ifndef EVAL_RUN_NORM_H
#define EVAL_RUN_NORM_H

#include "base/messages.h"
#include "train/trained.h"

struct run_norm {
	const struct trained *trained; /* what the weights file says */
	const struct manifest *run;    /* manifest of the training, or NULL */
	const char *train;	       /* split of RUN that was trained on */
	const char *split; /* split whose rows are scored; NULL: all rows */
	const char *base;  /* split of P for baselines; NULL: none, or of RUN */
	int threads;
	struct messages *messages;
	/* NULL: an image that needs a fit of its own is fitted at once.
	 * Otherwise its row's source_fit becomes FITTED_IMAGE, and the caller
	 * fits the image, or each of its planes, by the rule *LATER
	 * (fit_rule_parse; NULL: not known), which the caller frees. */
	char **later;
};

/* Changes the normalisation of all channels of the rows of P that are scored or
 * give baselines.  What is not known of the training changes nothing.  Messages
 * tell of changes.  P may be R->run.
 *
 * Sources without targets get the items of references that all train sources
 * have (bin, dark, flat), unless they have any (source_ways.h).
 *
 * If the training did not normalise, all rows get offset 0 and scale 1.
 *
 * Targets: a target whose values no train row has gets the values of the train
 * rows or, if these differ, their medians.
 *
 * Sources: each gets the values of the train rows.  If these differ, the
 * training normalised by image or by group, and a row keeps its own values.  If
 * P has no values, there are three cases:
 * - If the training normalised by group and had the row's group, the row gets
 *   the group's values.
 * - If the training normalised by image and its rule is known, the image is
 *   fitted by this rule (column source_rule, or the weights file).
 * - Otherwise the function fails with err_data. */
int run_norm_apply(const struct run_norm *r, struct manifest *p,
		   struct err *err);

#endif
