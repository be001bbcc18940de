/*
 * prototype.h - trains a copy for a short time, to find in seconds what would
 * otherwise be seen after hours: C18, C19 and C20 of checks.h.
 *
 * First the copy learns one batch by heart.  If network, learning rate and
 * normalisation do not permit that, it will learn nothing else.
 *
 * Then it is trained from the start on the batches that training will have,
 * until its predictions fit their own targets clearly better than other
 * targets: those of other pairs (from another group if there is one) at the
 * same place.  If pairs do not match, that never happens, although the loss
 * may fall.
 *
 * Afterwards weights, optimiser and counters are exactly what they were
 * before.
 *
 * Inside lib/train only.
 */
#ifndef TRAIN_PROTOTYPE_H
#define TRAIN_PROTOTYPE_H

#include "train/training.h"

enum { PROTOTYPE_LEAST = 100 }; /* shorter trainings have no prototype */

/* Runs the prototype of T, whose training has not begun, and adds the findings;
 * does nothing if training is to be shorter than PROTOTYPE_LEAST steps.  Calls
 * STOP, which may be NULL, between steps.  Returns 0, 1 if STOP returned 1, or
 * -1 with ERR set. */
int prototype_run(struct train *t, int (*stop)(void *arg), void *arg,
		  struct err *err);

#endif
