/*
 * divergence.h - notices that training went wrong, and keeps what helps to find
 * the cause.
 *
 * Training went wrong in three cases.  A loss or gradient is not finite.  A
 * loss is far above the loss of the first step and also far above the loss of
 * predicting the mean (survey.h); training never recovers from such a loss.
 * The network's weights get no gradient any more.
 *
 * Each function with ERR returns 0 if nothing is wrong.  Otherwise it returns
 * -1 with err_no; the message says what is wrong, where, and what to do.  But
 * if o.keep_going is set, it returns 1, and the first time it adds a warning to
 * T->messages.  With every failure or warning it also writes DIVERGENCE_FILE
 * into the run's directory, if there is one.  This is a table of patches
 * (batch_describe).  It has the patches of the step that showed the trouble,
 * and those of the step before, whose update caused it.
 *
 * Inside lib/train only.
 */
#ifndef TRAIN_DIVERGENCE_H
#define TRAIN_DIVERGENCE_H

#include "train/training.h"

#define DIVERGENCE_FILE "diverged.tsv"

/* Checks LOSS of step STEP, counted from 0.  Messages call the loss WHAT
 * ("loss", "val loss"). */
int divergence_loss(struct train *t, const char *what, double loss,
		    uint64_t step, struct err *err);

/* Reports a gradient that is not finite. */
int divergence_gradient(struct train *t, struct err *err);

/* Checks for dead steps.  T->grad is the gradient of a step that T->state does
 * not count yet, and LOSS is its loss.  A step is dead if its loss is above 0,
 * but the gradient is 0 for all weights except the last bias.  Counts dead
 * steps in a row in T->state.  After 20 of them, something is wrong. */
int divergence_dead(struct train *t, double loss, struct err *err);

/* Returns 1 if nothing points to trouble, else 0.  Only if it returns 1 may a
 * new checkpoint replace the older one. */
int divergence_is_far(const struct train *t);

#endif
