/*
 * prototype.h - a short training on a copy, which finds out in seconds what
 * would otherwise be seen after hours: C18, C19 and C20 of checks.h.
 *
 * First it learns one batch by heart.  A network, learning rate and
 * normalisation that cannot do that will learn nothing else.
 *
 * Then it is trained from the start on the batches that training will have,
 * until its predictions fit their own targets clearly better than strangers:
 * those of other pairs, of another group if there is one, at the same place.
 * If pairs do not match they never do, though the loss may fall all the same.
 *
 * Afterwards weights, optimiser and counters are what they were, to the bit.
 *
 * Inside lib/train only.
 */
#ifndef TRAIN_PROTOTYPE_H
#define TRAIN_PROTOTYPE_H

#include "train/training.h"

enum { PROTOTYPE_LEAST = 100 }; /* steps of a training that has one */

/* Runs the prototype of T, whose training has not begun, and adds the findings;
 * does nothing if training is to be shorter than PROTOTYPE_LEAST steps.  Calls
 * STOP, which may be NULL, between steps.  Returns 0, 1 if STOP returned 1, or
 * -1 with ERR set. */
int prototype_run(struct train *t, int (*stop)(void *arg), void *arg,
		  struct err *err);

#endif
