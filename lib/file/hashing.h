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

/* Called on a hashing thread when the file FD has been read to its end: D is
 * its digest.  If reading failed, ERR->kind is set.  FD is closed
 * afterwards. */
typedef void hashing_fn(void *arg, int fd, const struct digest *d,
			const struct err *err);

/* Queue the open file FD to be hashed; PATH names it in errors.  FD is read by
 * offset and closed at the end.  While too many files are queued this waits,
 * so that hashing does not lag far behind.  FOLLOWED: the caller is going to
 * read the same file; it passes *TO, which this fills, to hashing_follow and
 * then to hashing_leave. */
void hashing_add(int fd, const char *path, hashing_fn *fn, void *arg,
		 int followed, struct hashing **to);
/* Report that the caller has read N more bytes.  May wait for the hashing
 * thread: as long as both are near each other in the file, the second to read
 * a piece finds it in memory. */
void hashing_follow(struct hashing *h, size_t n);
/* Report that the caller will read no more; H is no longer valid. */
void hashing_leave(struct hashing *h);

/* Wait until every file that was queued before this call is hashed. */
void hashing_wait(void);
/* The same; then end the threads. */
void hashing_stop(void);

#endif
