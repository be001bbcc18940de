/*
 * prototype.h - trains a copy of a network for some seconds.  This finds faults
 * that would otherwise be seen after hours: C18, C19 and C20 of checks.h.
 *
 * First the copy learns one batch by heart.  If network, learning rate and
 * normalisation do not permit this, the network will not learn anything else.
 *
 * Then the copy is trained from the start, on the batches that the training
 * will have.  This ends when its predictions fit their own targets clearly
 * better than other targets.  The other targets are those of other pairs at the
 * same place; the pairs are from another group if there is one.  If pairs do
 * not match, the predictions never fit their own targets better, although the
 * loss may fall.
 *
 * Afterwards the weights, the optimiser and the counters of the training are
 * exactly what they were before.
 *
 * Inside lib/train only.
 */
#ifndef TRAIN_PROTOTYPE_H
#define TRAIN_PROTOTYPE_H

#include "train/training.h"

/* Number of steps; shorter trainings have no prototype */
enum { PROTOTYPE_LEAST = 100 };

/* Runs the prototype of T, and adds the findings.  The training of T must not
 * have begun.  Does nothing if the training has fewer than PROTOTYPE_LEAST
 * steps.  Calls STOP, which may be NULL, between steps.  Returns 0, 1 if STOP
 * returned 1, or -1 with ERR set. */
int prototype_run(struct train *t, int (*stop)(void *arg), void *arg,
		  struct err *err);

#endif
