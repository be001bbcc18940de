/*
 * sweep.h - removes what killed processes have left in a store.
 */
#ifndef STORE_SWEEP_H
#define STORE_SWEEP_H

#include "base/strs.h"
#include "store/store.h"

/* Removes what no process has locked in tmp/, and the temporary files of killed
 * runs, of the last 256 runs only.  What cannot be removed stays.
 *
 * A name that says which process made it ("receive-...-p123-...") is removed as
 * soon as there is no such process and nobody has locked it.  Other names are
 * removed when they are a minute old, since they may not be locked yet.
 *
 * LAST gets the names of these runs, sorted; it may be NULL. */
void sweep_store(const struct store *s, struct strs *last);

/* Returns 1 if tmp/NAME of S is left over in this sense. */
int sweep_is_left(const struct store *s, const char *name);

#endif
