/*
 * hashing.h - hashes files on background threads while other threads read
 * them.
 *
 * Each background thread hashes two files at a time (digest_add_both).
 * Inside lib/file only.
 */
#ifndef FILE_HASHING_H
#define FILE_HASHING_H

#include <stddef.h>

#include "file/digest.h"
#include "base/err.h"

struct hashing;

/* Called on a hashing thread after the file FD was read to its end.  D is its
 * digest.  If reading failed, ERR->kind is not 0.  FD is closed after the
 * call. */
typedef void hashing_fn(void *arg, int fd, const struct digest *d,
			const struct err *err);

/* Adds the open file FD to the files to be hashed; errors call it PATH.  FD is
 * read by offset and closed at the end.  If too many files are queued, waits,
 * so that hashing does not lag far behind.  If FOLLOWED is 1, the caller is
 * going to read the same file: it passes *TO, which this fills, first to
 * hashing_follow and then to hashing_leave. */
void hashing_add(int fd, const char *path, hashing_fn *fn, void *arg,
		 int followed, struct hashing **to);
/* Notes that the caller has read N more bytes.  May wait for the hashing
 * thread, so that both stay near each other in the file and the second of them
 * finds each piece in memory. */
void hashing_follow(struct hashing *h, size_t n);
/* Notes that the caller will read no more.  H must not be used afterwards. */
void hashing_leave(struct hashing *h);

/* Waits until every file added before this call is hashed. */
void hashing_wait(void);
/* Waits likewise, then ends the threads. */
void hashing_stop(void);

#endif
