/*
 * store_lock.h - a lock, so that nobody removes objects while others add them.
 *
 * A writer takes the lock before it looks whether the store has an object.  The
 * writer holds the lock until a record names that object.  Many writers may
 * hold the lock at once.  A process that removes objects holds the lock alone.
 * The kernel drops the lock when a process dies.
 */
#ifndef STORE_STORE_LOCK_H
#define STORE_STORE_LOCK_H

#include "store/store.h"

/* Takes the lock of S as a writer; waits while another process removes
 * objects.  Returns a descriptor for store_lock_drop, or -1 if the file system
 * has no locks.  Then -1 is no error, since without a lock nobody can remove
 * objects. */
int store_lock_share(const struct store *s);

/* Takes the lock alone; waits until nobody else has it.  Returns a descriptor,
 * or -1 with ERR. */
int store_lock_alone(const struct store *s, struct err *err);
void store_lock_drop(int fd);

#endif
