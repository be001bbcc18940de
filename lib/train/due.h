/*
 * due.h - what is due after a step of training.
 *
 * Inside lib/train only.
 */
#ifndef TRAIN_DUE_H
#define TRAIN_DUE_H

#include "train/divergence.h"
#include "train/training.h"

/* Returns 1 if a thing is due that is done every EVERY steps and at the end. */
static inline int due_at(const struct train *t, uint64_t every)
{
	return t->state.step &&
	       (t->state.step % every == 0 || t->state.step == t->o.steps);
}

/* Returns 1 if the last o.patience validations were not better than the best
 * one, so that training ends early. */
static inline int due_early(const struct train *t)
{
	return t->o.patience && t->state.stale >= t->o.patience;
}

/* Returns 1 if a checkpoint is due and worth keeping. */
static inline int due_save(const struct train *t)
{
	if (t->state.step == t->o.steps || due_early(t))
		return 1;
	return due_at(t, t->o.save_every) && divergence_is_far(t);
}

/* Returns 1 after the last step if a row of losses or a validation is due only
 * because training ends.  The state is saved before it, so that a training of
 * more steps can continue from there. */
static inline int due_between(const struct train *t)
{
	uint64_t step = t->state.step;

	return step == t->o.steps &&
	       (step % t->o.log_every || (t->val.n && step % t->o.val_every));
}

#endif
