/*
 * sweep.h - removes what killed processes have left in a store.
 */
#ifndef STORE_SWEEP_H
#define STORE_SWEEP_H

#include "store/store.h"

/* Removes files and unfinished directories in tmp/ that no process has locked,
 * and the temporary files of runs that were killed.  Looks at the last 256 runs
 * only, since earlier calls have looked at the older ones.  What cannot be
 * removed stays. */
void sweep_store(const struct store *s);

#endif
