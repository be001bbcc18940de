/*
 * divergence.h - training that went wrong: how it is noticed, and what is
 * kept to find out why.
 *
 * A loss or gradient that is not finite; a loss far above that of the first
 * step and that of the mean (see survey.h), from which training does not
 * return; a network none of whose weights get a gradient any more.
 *
 * Each function returns 0: nothing is wrong; 1: something is, but o.keep_going
 * is set: a warning was added to T's messages, the first time only; -1: err_no
 * that says what, where and what to do.  What is wrong is also written into
 * the run's directory: DIVERGENCE_FILE is a table of the patches (see
 * batch_describe) of the step in which it was noticed and of the one before,
 * whose update caused it.
 *
 * Inside lib/fit only.
 */
#ifndef FIT_DIVERGENCE_H
#define FIT_DIVERGENCE_H

#include "fit/training.h"

#define DIVERGENCE_FILE "diverged.tsv"

/* The loss called WHAT ("loss", "val loss"), of the step (from 0) STEP. */
int divergence_loss(struct train *t, const char *what, double loss,
		    uint64_t step, struct err *err);
/* A gradient that is not finite. */
int divergence_gradient(struct train *t, struct err *err);
/* T->grad and its LOSS, of a step that was not counted yet: is all of it 0
 * but the last bias's?  Counts such steps in T->state. */
int divergence_dead(struct train *t, double loss, struct err *err);

/* Whether nothing points to trouble: then a checkpoint is worth keeping in
 * place of an older one. */
int divergence_is_far(const struct train *t);

#endif
