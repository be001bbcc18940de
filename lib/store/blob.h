/*
 * blob.h - reads a file together with its digest, size and kind.
 */
#ifndef STORE_BLOB_H
#define STORE_BLOB_H

#include <stdint.h>

#include "file/digest.h"
#include "base/err.h"

struct blob {
	struct digest digest;
	uint64_t size;
	int executable;
	int image; /* by its first bytes: TIFF or PNG */
};

/* Reads the file PATH.  1: read; 0: it is missing, unreadable or no plain
 * file; -1: reading failed half-way. */
int blob_look(const char *at, struct blob *c, struct err *err);

/* Calls FN with the bytes of PATH in pieces.  err_data when they turn out not
 * to be WANT's (FN has them by then). */
typedef int blob_fn(void *arg, const void *data, size_t n, struct err *err);
int blob_feed(const char *at, const struct blob *want, blob_fn *fn, void *arg,
	      struct err *err);

/* Copies PATH to the new file TO; when the bytes are not WANT's it is err_data
 * and TO is removed. */
int blob_copy(const char *at, const char *to, const struct blob *want,
	      struct err *err);

#endif
