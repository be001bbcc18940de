/*
 * run_norm.h - gives the rows to be scored the normalisation of the model's
 * training.
 *
 * A network needs sources normalised by the values of its own training, and its
 * predictions have to be turned back by those values.  Rows without values, or
 * with values fitted elsewhere, would get wrong scores without notice.  Values
 * fitted to the same target that is scored would help the prediction.
 *
 * Inside lib/eval only.
 */
#ifndef EVAL_RUN_NORM_H
#define EVAL_RUN_NORM_H

#include "base/messages.h"
#include "train/trained.h"

struct run_norm {
	const struct trained *trained; /* What the weights file says */
	const struct manifest *run;    /* Manifest of the training, or NULL */
	const char *train;	       /* Split of RUN that was trained on */
	const char *split; /* Split whose rows are scored; NULL: all rows */
	const char *base;  /* Split whose rows in P give baselines, or NULL */
	int threads;
	struct messages *messages;
	/* If LATER is NULL, an image that must be fitted by itself is fitted
	 * at once.  Otherwise the source_fit of its row becomes FITTED_IMAGE.
	 * The caller then fits the image, or each of its planes, by the rule
	 * *LATER (fit_rule_parse).  *LATER may be NULL; the caller frees it. */
	char **later;
};

/* Change source_norm and target_norm of some rows of P: those to be scored and
 * those that give baselines.  Tell about changes in messages.  P may be R->run
 * itself.
 *
 * Targets: if no train row has the values of a target, they are replaced by the
 * values of the train rows.  If the train rows differ, their medians are taken.
 *
 * Sources: the values are replaced by the values of the train rows.  If the
 * train rows differ, the training normalised each image by itself or with its
 * group.  A row of P then keeps its own values.  If P has no values at all,
 * there are three cases, in this order:
 * - The row's group was in the training: the row takes the group's values.
 * - The training did not normalise by group, and its rule is known: the image
 *   is fitted by this rule.  The rule is in the column source_rule of R->run,
 *   or in the weights file.
 * - Otherwise this fails with err_data.
 *
 * If something is not known of the training, it changes nothing. */
int run_norm_apply(const struct run_norm *r, struct manifest *p,
		   struct err *err);

#endif
