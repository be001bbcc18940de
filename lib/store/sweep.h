/*
 * sweep.h - takes away what kills have left in a store.
 */
#ifndef STORE_SWEEP_H
#define STORE_SWEEP_H

#include "store/store.h"

/* Removes files and unfinished directories in tmp/ that nobody holds, and the
 * temporary files of dead runs: of the last 256 runs, as older ones were swept
 * when they were among these.  What cannot be removed stays. */
void sweep_store(const struct store *s);

#endif
