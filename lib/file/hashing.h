/*
 * hashing.h - hashes files on background threads while other threads read them.
 *
 * Inside lib/file only.  Each background thread hashes two files at a time
 * (digest_add_both).
 */
#ifndef FILE_HASHING_H
#define FILE_HASHING_H

#include <stddef.h>

#include "file/digest.h"
#include "base/err.h"

struct hashing;

/* Called by a hashing thread when the file FD has been read.  D is its digest.
 * ERR->kind is 0, or says that reading failed.  FD is closed after the call. */
typedef void hashing_fn(void *arg, int fd, const struct digest *d,
			const struct err *err);

/* Queues the open file FD, to be hashed and closed.  Messages call it PATH.
 * Waits while too many files are queued.
 *
 * FOLLOWED is 1 if the caller is about to read the same file.  Then *TO is
 * filled for hashing_follow, and hashing_leave ends the reading. */
void hashing_add(int fd, const char *path, hashing_fn *fn, void *arg,
		 int followed, struct hashing **to);

/* Notes that the caller has read N more bytes.  May wait for the hashing
 * thread: if both stay near each other, each piece is read from the disk only
 * once. */
void hashing_follow(struct hashing *h, size_t n);

/* Notes that the caller reads no more.  H is not valid afterwards. */
void hashing_leave(struct hashing *h);

/* Waits until all files queued so far are hashed. */
void hashing_wait(void);

/* Waits until all files are hashed, then ends the threads. */
void hashing_stop(void);

#endif
