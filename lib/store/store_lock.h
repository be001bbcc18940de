/*
 * store_lock.h - keeps what removes objects apart from what adds them.
 *
 * A writer holds the lock from before it looks whether an object is there until
 * a record names that object; many writers may hold it at once.  Who removes
 * objects holds it alone.  The kernel drops the lock when a process dies.
 */
#ifndef STORE_STORE_LOCK_H
#define STORE_STORE_LOCK_H

#include "store/store.h"

/* Takes the lock of S together with other writers; waits for who removes.
 * Returns a descriptor for store_lock_drop.  Where files cannot be locked it
 * returns -1, which is no error: nobody can remove there. */
int store_lock_share(const struct store *s);
/* Takes the lock alone, waiting until nobody else has it.  Returns a
 * descriptor, or -1. */
int store_lock_alone(const struct store *s, struct err *err);
void store_lock_drop(int fd);

#endif
