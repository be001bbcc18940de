/*
 * divergence.h - notices that training went wrong, and keeps what helps to find
 * out why.
 *
 * Training went wrong if a loss or gradient is not finite; if a loss is far
 * above both that of the first step and that of predicting the mean (see
 * survey.h), since training never recovers from such a loss; or if the
 * network's weights get no gradient any more.
 *
 * Each function that takes ERR returns 0 if nothing is wrong.  If something is,
 * it returns -1 with err_no that says what, where and what to do; or, if
 * o.keep_going is set, it returns 1, the first time after adding a warning to
 * T's messages.  Whenever it fails or warns, it also writes DIVERGENCE_FILE
 * into the run's directory, if there is one: a table of the patches (see
 * batch_describe) of the step in which the trouble was noticed and of the step
 * before, whose update caused it.
 *
 * Inside lib/train only.
 */
#ifndef TRAIN_DIVERGENCE_H
#define TRAIN_DIVERGENCE_H

#include "train/training.h"

#define DIVERGENCE_FILE "diverged.tsv"

/* Check LOSS, which messages call WHAT ("loss", "val loss"), of step STEP,
 * counted from 0. */
int divergence_loss(struct train *t, const char *what, double loss,
		    uint64_t step, struct err *err);
/* Report a gradient that is not finite. */
int divergence_gradient(struct train *t, struct err *err);
/* Check T->grad, the gradient of a step that T->state does not count yet, and
 * its LOSS: in a dead step the loss is above 0, but the gradient is 0 for all
 * weights but the last bias.  Counts dead steps in a row in T->state; something
 * is wrong after 20 of them. */
int divergence_dead(struct train *t, double loss, struct err *err);

/* Returns 1 if nothing points to trouble, so that a new checkpoint may replace
 * the older one, else 0. */
int divergence_is_far(const struct train *t);

#endif
