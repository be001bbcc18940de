/*
 * run_norm.h - gives the rows to be scored the normalisation of the model's
 * training.
 *
 * A network needs sources that are normalised by the values of its training,
 * and its predictions are converted back by those values.  With others the
 * scores would be wrong, and nobody would notice.  With values fitted to the
 * scored target itself they would be too good.
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
	const char *split; /* Split whose rows are scored; NULL: all rows */
	const char *base;  /* split of P for baselines, or NULL */
	int threads;
	struct messages *messages;
	/* What to do with an image that is to be fitted by itself.  If LATER is
	 * NULL, it is fitted at once.  Otherwise the source_fit of its row
	 * becomes FITTED_IMAGE, and the caller fits it, or each of its planes,
	 * by the rule *LATER (fit_rule_parse).  *LATER may be NULL; the caller
	 * frees it. */
	char **later;
};

/* Changes source_norm and target_norm of the rows of P that are scored or give
 * baselines.  What is not known of the training changes nothing.  Messages tell
 * of changes.  P may be R->run.
 *
 * Sources without targets get the items of references that all train sources
 * have (bin, dark, flat), unless they have any (source_ways.h).
 *
 * Targets: if no train row has the values of a target, it gets the values of
 * the train rows.  If the train rows differ, it gets their medians.
 *
 * Sources: each gets the values of the train rows.  If the train rows differ,
 * the training normalised by image or by group, and a row keeps its own values.
 * If P has no values, there are three cases:
 * - If the row's group was in the training, the row gets the group's values.
 * - If the training normalised by image and its rule is known, the image is
 *   fitted by this rule (column source_rule, or the weights file).
 * - Otherwise this fails with err_data. */
int run_norm_apply(const struct run_norm *r, struct manifest *p,
		   struct err *err);

#endif
