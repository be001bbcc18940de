/*
 * divergence.h - notices that training goes wrong, and keeps what helps to find
 * out why.
 *
 * Training goes wrong in three cases:
 * - a loss or gradient is not finite
 * - the weights get no gradient any more
 * - a loss is far above both that of the first step and that of predicting the
 *   mean (survey.h); training never recovers from there
 *
 * Each function with ERR returns 0 if nothing is wrong.  Otherwise it returns
 * -1 with err_no; the message says what is wrong, where, and what to do.  With
 * o.keep_going it returns 1 instead, and warns in T->messages the first time.
 * In both cases it writes the file DIVERGENCE_FILE into the run's directory: a
 * table of the patches (batch_describe) of this step and of the step before,
 * whose update is the cause.
 *
 * Inside lib/train only.
 */
#ifndef TRAIN_DIVERGENCE_H
#define TRAIN_DIVERGENCE_H

#include "train/training.h"

#define DIVERGENCE_FILE "diverged.tsv"

/* Checks LOSS of step STEP, which counts from 0.  Messages call it WHAT
 * ("loss", "val loss"). */
int divergence_loss(struct train *t, const char *what, double loss,
		    uint64_t step, struct err *err);

/* Reports that the gradient is not finite. */
int divergence_gradient(struct train *t, struct err *err);

/* Counts dead steps in a row.  After 20 of them, something is wrong.  A step is
 * dead if its LOSS is above 0, but its gradient T->grad is 0 for all weights
 * except the last bias.  T->state does not count this step yet. */
int divergence_dead(struct train *t, double loss, struct err *err);

/* Returns 1 if nothing points to trouble, so that a new checkpoint may replace
 * the older one. */
int divergence_is_far(const struct train *t);

/* Predicts the patches of o.batch.only (--overfit) with T->best, and adds to
 * T->messages how well they were learnt by heart.  Fails with err_no if the
 * loss is more than a tenth of that of predicting the mean of each. */
int divergence_overfit(struct train *t, struct err *err);

#endif
