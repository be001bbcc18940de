/*
 * run_norm.h - sets the normalisation of the rows to be scored to that of the
 * model's training.
 *
 * A network needs sources normalised by the values of its own training, and
 * its predictions have to be turned back by those values.  Rows that say
 * nothing, or values fitted elsewhere, would be scored wrong in silence;
 * values fitted to the very target that is scored would help the prediction.
 *
 * Inside lib/eval only.
 */
#ifndef EVAL_RUN_NORM_H
#define EVAL_RUN_NORM_H

#include "base/messages.h"
#include "train/trained.h"

struct run_norm {
	const struct trained *trained; /* what the weights say */
	const struct manifest *run;    /* what they were trained on, or NULL */
	const char *train;	       /* its rows trained on */
	const char *split;	       /* the rows to score; NULL: all */
	const char *base; /* P's rows that give baselines, or NULL */
	int threads;
	struct messages *messages;
	/* NULL: an image that is to be fitted by itself is fitted at once.
	 * Else its row's source_fit becomes FITTED_IMAGE, and the caller fits
	 * it, or each of its planes, by the rule *LATER, which the caller
	 * frees and which may be NULL; see fit_rule_parse. */
	char **later;
};

/* Change source_norm and target_norm of the rows of P to be scored and of
 * those that give baselines, and say so; P may be R->run itself:
 *
 * - if no train row has a target's values, they are replaced by those of the
 *   train rows or, where these differ, by their medians;
 * - a source's values are replaced by those of the train rows.  Where these
 *   differ, each image was normalised by itself or with its group: the row
 *   keeps its own values.  If P has none at all, the row takes those of its
 *   group in training, or else, unless the training normalised by group, the
 *   image is fitted by the rule of the training (the column source_rule of
 *   R->run, or what the weights say); if there is none, that is err_data.
 *
 * What is not known of the training changes nothing. */
int run_norm_apply(const struct run_norm *r, struct manifest *p,
		   struct err *err);

#endif
