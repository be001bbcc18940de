/*
 * sweep.h - removes what killed processes have left in a store.
 */
#ifndef STORE_SWEEP_H
#define STORE_SWEEP_H

#include "store/store.h"

/* Removes what no process has locked in tmp/, and the temporary files of killed
 * runs.  Looks at the last 256 runs only: earlier calls have looked at the
 * others.  What cannot be removed stays. */
void sweep_store(const struct store *s);

#endif
