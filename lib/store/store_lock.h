/*
 * store_lock.h - a lock, so that nobody removes objects while others add them.
 *
 * Many writers may hold the lock at once.  A writer takes it before it looks
 * whether the store has an object, and holds it until a record names the
 * object.  A process that removes objects holds the lock alone.  The kernel
 * drops the lock when a process dies.
 */
#ifndef STORE_STORE_LOCK_H
#define STORE_STORE_LOCK_H

#include "store/store.h"

/* Takes the lock as a writer, and waits while objects are removed.  Returns a
 * descriptor for store_lock_drop, or -1 if the file system has no locks.  Then
 * nobody can remove objects, so -1 is no error. */
int store_lock_share(const struct store *s);

/* Takes the lock alone, and waits for all others.  Returns a descriptor, or -1
 * with ERR filled. */
int store_lock_alone(const struct store *s, struct err *err);
void store_lock_drop(int fd);

#endif
