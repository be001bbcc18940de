/*
 * hashing.h - SHA-256 of files on threads of their own, while others do
 * something else with them.
 *
 * Each thread hashes two files at a time (digest_add_both).  Inside
 * lib/base only.
 */
#ifndef BASE_HASHING_H
#define BASE_HASHING_H

#include <stddef.h>

#include "base/digest.h"
#include "base/err.h"

struct hashing;

/* Called on a hashing thread when FD has been read to its end, or with
 * ERR->kind when it could not be.  FD is closed afterwards. */
typedef void hashing_fn(void *arg, int fd, const struct digest *d,
			const struct err *err);

/* Hash all that FD holds; PATH is its name in errors.  FD, which is read
 * by offset, belongs to us from now on.  Waits while many are waiting, so
 * that hashing does not lag far behind.  FOLLOWED: somebody reads the same
 * file and says so with hashing_follow: then *TO is filled. */
void hashing_add(int fd, const char *path, hashing_fn *fn, void *arg,
		 int followed, struct hashing **to);
/* He has read N more bytes.  Keeps the two near each other, so that what
 * one has read from disk is still in memory for the other. */
void hashing_follow(struct hashing *h, size_t n);
/* He has done with it. */
void hashing_leave(struct hashing *h);

/* Return when all that was added before is done. */
void hashing_wait(void);
/* The same, and end the threads. */
void hashing_stop(void);

#endif
