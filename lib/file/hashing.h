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

/* The type of a function that a hashing thread calls after it has read the file
 * FD to the end.  D is the digest of the file.  If reading failed, ERR->kind is
 * not 0.  FD is closed after the call. */
typedef void hashing_fn(void *arg, int fd, const struct digest *d,
			const struct err *err);

/* Adds the open file FD to the files to be hashed.  Errors call the file PATH.
 * FD is read by offset and closed at the end.  If too many files are queued,
 * waits, so that hashing does not lag far behind.  FOLLOWED is 1 if the caller
 * is going to read the same file.  In this case fills *TO.  The caller passes
 * *TO to hashing_follow while it reads, and to hashing_leave at the end. */
void hashing_add(int fd, const char *path, hashing_fn *fn, void *arg,
		 int followed, struct hashing **to);

/* Notes that the caller has read N more bytes.  May wait for the hashing
 * thread, so that caller and hashing thread stay near each other in the file.
 * Then the slower of the two finds each piece still in memory. */
void hashing_follow(struct hashing *h, size_t n);

/* Notes that the caller will read no more.  H must not be used afterwards. */
void hashing_leave(struct hashing *h);

/* Waits until every file added before this call is hashed. */
void hashing_wait(void);

/* Waits until every file is hashed, then ends the threads. */
void hashing_stop(void);

#endif
