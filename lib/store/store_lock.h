/*
 * store_lock.h - a lock that keeps objects from being removed while others are
 * added.
 *
 * Many writers may hold the lock at once.  A writer takes it before it looks
 * whether the store has an object, and holds it until a record names the
 * object. A process that removes objects holds the lock alone.  A lock ends
 * with its process.
 */
#ifndef STORE_STORE_LOCK_H
#define STORE_STORE_LOCK_H

#include "store/store.h"

/* Takes the lock as a writer, after waiting while objects are removed.  Returns
 * a descriptor for store_lock_drop, or -1 if the lock file cannot be opened or
 * locked; then nothing keeps objects from being removed. */
int store_lock_share(const struct store *s);

/* Takes the lock alone, and waits for all others.  Returns a descriptor for
 * store_lock_drop, or -1. */
int store_lock_alone(const struct store *s, struct err *err);
void store_lock_drop(int fd);

#endif
