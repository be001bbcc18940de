/*
 * store_lock.h - a lock, so that nobody removes objects while others add them.
 *
 * A writer takes the lock before it looks whether the store has an object, and
 * holds it until a record names that object.  Many writers may hold the lock
 * at once.  A process that removes objects holds it alone.  The kernel drops
 * the lock when a process dies.
 */
#ifndef STORE_STORE_LOCK_H
#define STORE_STORE_LOCK_H

#include "store/store.h"

/* Takes the lock of S as a writer; waits while another process removes objects.
 * Returns a descriptor for store_lock_drop.  If the file system has no locks,
 * returns -1, which is no error: nobody can remove objects there. */
int store_lock_share(const struct store *s);
/* Takes the lock alone; waits until nobody else has it.  Returns a descriptor,
 * or -1 with ERR. */
int store_lock_alone(const struct store *s, struct err *err);
void store_lock_drop(int fd);

#endif
