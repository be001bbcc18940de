/*
 * valley.h - finds where in a test of growing learning rates the loss falls.
 */
#ifndef OPTIMISE_VALLEY_H
#define OPTIMISE_VALLEY_H

#include <stddef.h>

/* Returns which of N losses, of rates that grow by the same factor, has the
 * rate to train with: half way through the longest valley, as fastai's "valley"
 * takes it.  The valley is the longest run of losses, not necessarily
 * neighbours, of which each is below the one before.  Sets *LAST to its last
 * loss, and *FIRST as far before that as if all were neighbours.  N is at least
 * 1. */
size_t valley_find(const double *loss, size_t n, size_t *first, size_t *last);

#endif
