/*
 * hashing.h - hashes files on background threads while other threads read the
 * same files.
 *
 * Inside lib/file only.
 */
#ifndef FILE_HASHING_H
#define FILE_HASHING_H

#include <stddef.h>

#include "file/digest.h"
#include "base/err.h"

struct hashing;

/* Called by a hashing thread when it has read FD to the end.  D is the digest.
 * ERR->kind is 0 unless reading failed.  The thread closes FD afterwards. */
typedef void hashing_fn(void *arg, int fd, const struct digest *d,
			const struct err *err);

/* Queues the open file FD, to be hashed and closed.  PATH is its name in
 * messages.  Waits while too many files are queued.
 *
 * FOLLOWED is 1 if the caller is about to read the same file.  The function
 * then sets *TO, to be given to hashing_follow and, at the end, to
 * hashing_leave.  Otherwise TO is not used. */
void hashing_add(int fd, const char *path, hashing_fn *fn, void *arg,
		 int followed, struct hashing **to);

/* Notes that the caller has read N more bytes.  Waits up to 2 seconds for the
 * hashing thread if that is 256 MiB behind: each piece is then read from the
 * disk only once. */
void hashing_follow(struct hashing *h, size_t n);

/* Notes that the caller reads no more.  H is not valid afterwards. */
void hashing_leave(struct hashing *h);

/* Waits until all files queued so far are hashed. */
void hashing_wait(void);

/* Waits until all files are hashed, then ends the threads. */
void hashing_stop(void);

#endif
