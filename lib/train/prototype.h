/*
 * prototype.h - trains a copy of a network for some seconds, to find faults
 * that would show only after hours: C18, C19 and C20 of checks.h.
 *
 * First the copy learns one batch by heart.  If network, learning rate and
 * normalisation do not allow that, it will learn nothing else.
 *
 * Then the copy starts again, on the batches of the training.  It stops when
 * its predictions fit their own targets clearly better than the targets of
 * other pairs at the same place.  (If there are groups, these are pairs of
 * other groups.)  If sources and targets do not match, this never happens,
 * although the loss may fall.
 *
 * Both ask about network and pairs, not about the loss: mse stands for ssim.
 *
 * Afterwards the training is exactly as it was before.
 *
 * Inside lib/train only.
 */
#ifndef TRAIN_PROTOTYPE_H
#define TRAIN_PROTOTYPE_H

#include "train/training.h"

/* shorter trainings have no prototype */
enum { PROTOTYPE_LEAST = 100 };

/* Runs the prototype of T and adds the findings.  The training of T must not
 * have begun.  Does nothing if the training has fewer than PROTOTYPE_LEAST
 * steps.  STOP, unless NULL, is called between steps.  Returns 0, or 1 if STOP
 * returned 1, or -1 with ERR filled. */
int prototype_run(struct train *t, int (*stop)(void *arg), void *arg,
		  struct err *err);

/* Returns how many steps the prototype of T takes at most. */
uint64_t prototype_most(const struct train *t);

#endif
