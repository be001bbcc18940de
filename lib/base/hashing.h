/*
 * hashing.h - hashes files on background threads while other threads read
 * them.
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

/* Queue the file FD, which PATH names in errors; it is read by offset and
 * closed when it is done.  Returns once few enough are queued, so that
 * hashing does not lag far behind.  With FOLLOWED *TO is filled: the caller
 * reads the same file and reports that with hashing_follow. */
void hashing_add(int fd, const char *path, hashing_fn *fn, void *arg,
		 int followed, struct hashing **to);
/* The caller has read N more bytes.  May wait, so that both readers stay near
 * each other and the second finds the bytes in memory. */
void hashing_follow(struct hashing *h, size_t n);
/* The caller will read no more. */
void hashing_leave(struct hashing *h);

/* Return when all that was added before is done. */
void hashing_wait(void);
/* The same, and end the threads. */
void hashing_stop(void);

#endif
