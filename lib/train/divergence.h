/*
 * divergence.h - notices that training goes wrong, and keeps what helps to find
 * out why.
 *
 * Training goes wrong in three cases:
 * - a loss or gradient is not finite
 * - the weights get no gradient any more
 * - a loss is more than 100,000 times both that of the first step and that of
 *   predicting the mean
 *
 * Then a function fails with err_no; the message says what is wrong, where, and
 * what to do.  With o.keep_going it returns 1 instead, and warns in T->messages
 * the first time.  In a run's directory it also writes the table
 * DIVERGENCE_FILE: the patches (batch_describe) of this step and of the step
 * before, whose update is the cause.
 *
 * Inside lib/train only.
 */
#ifndef TRAIN_DIVERGENCE_H
#define TRAIN_DIVERGENCE_H

#include "train/training.h"

#define DIVERGENCE_FILE "diverged.tsv"

/* Returns 0 if LOSS of step STEP, which counts from 0, is not too high and is
 * finite.  Messages call it WHAT ("loss", "validation loss"). */
int divergence_loss(struct train *t, const char *what, double loss,
		    uint64_t step, struct err *err);

/* Reports that the gradient of the next step is not finite. */
int divergence_gradient(struct train *t, struct err *err);

/* Counts a step with the loss LOSS, before T->state counts it.  The step is
 * dead if LOSS is above 0, but T->grad is 0 for all weights except the last
 * biases. Returns 0 until 20 dead steps came in a row. */
int divergence_dead(struct train *t, double loss, struct err *err);

/* Returns 1 if a new checkpoint may replace the older one.  Returns 0 if the
 * last step was dead, or if the smoothed loss has been too high for at most 500
 * steps. */
int divergence_is_far(const struct train *t);

/* Loads T->best into the network and predicts the patches of o.batch.only
 * (--overfit).  Adds to T->messages how well they were learnt by heart.  Fails
 * with err_no if the loss is more than a tenth of that of predicting the mean
 * of each patch. */
int divergence_overfit(struct train *t, struct err *err);

#endif
