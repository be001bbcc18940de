/*
 * prototype.h - trains a copy of a network for some seconds, to find faults
 * that would show only after hours: C18, C19 and C20 of checks.h.
 *
 * First the copy learns one batch by heart, unless network, learning rate or
 * normalisation prevent that.
 *
 * Then the copy starts again, on the batches of the training.  It stops when
 * its predictions fit their own targets clearly better than the targets of
 * other pairs (of other groups, if there are groups) at the same place.  If
 * sources and targets do not match, the predictions never fit, although the
 * loss may fall.
 *
 * The copy minimises mse where the training minimises ssim.  The training
 * itself does not change.
 *
 * Inside lib/train only.
 */
#ifndef TRAIN_PROTOTYPE_H
#define TRAIN_PROTOTYPE_H

#include "train/training.h"

/* steps of the shortest training that has a prototype */
enum { PROTOTYPE_LEAST = 100 };

/* Runs the prototype of T and adds the findings to T->found.  The training of T
 * must not have begun.  Does nothing if T has fewer than PROTOTYPE_LEAST steps.
 * STOP (or NULL) is called between steps.  Returns 0, 1 if STOP returned 1, or
 * -1. */
int prototype_run(struct train *t, int (*stop)(void *arg), void *arg,
		  struct err *err);

/* Returns the most steps that the prototype of T takes. */
uint64_t prototype_most(const struct train *t);

#endif
