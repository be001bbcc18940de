/*
 * run_norm.h - gives the rows to score the normalisation that the model was
 * trained with.
 *
 * A network knows its sources, and its predictions are turned back, by the
 * values of its own training.  Rows that say nothing, or values fitted
 * elsewhere, would be scored wrong in silence; values fitted to the very
 * target that is scored would help the prediction.
 *
 * Inside lib/eval only.
 */
#ifndef EVAL_RUN_NORM_H
#define EVAL_RUN_NORM_H

#include "base/messages.h"
#include "fit/trained.h"

struct run_norm {
	const struct trained *trained; /* what the weights say */
	const struct manifest *run;    /* what they were trained on, or NULL */
	const char *train;	       /* its rows trained on */
	const char *split;	       /* the rows to score; NULL: all */
	const char *base; /* P's rows that give baselines, or NULL */
	int threads;
	struct messages *messages;
};

/* Change source_norm and target_norm of the rows of P to be scored and of
 * those that give baselines, and say so; P may be R->run itself:
 *
 * - a target's values that no train row has become those of the train rows,
 *   or, where these differ, their medians;
 * - a source's values become those of the train rows; where these differ, each
 *   image was normalised by itself (or with its group), and the row keeps its
 *   own; where it has none, it takes its group's, or the image is fitted by the
 *   rule that the column source_rule of R->run tells; else that is err_data.
 *
 * What is not known of the training changes nothing. */
int run_norm_apply(const struct run_norm *r, struct manifest *p,
		   struct err *err);

#endif
