/*
 * blob.h - the bytes that a record speaks of, wherever they are now.
 */
#ifndef STORE_BLOB_H
#define STORE_BLOB_H

#include <stdint.h>

#include "base/digest.h"
#include "base/err.h"

struct blob {
	struct digest digest;
	uint64_t size;
	int executable;
	int image; /* by its first bytes: TIFF or PNG */
};

/* What the file AT holds.  1: read; 0: there is no such file, or none
 * that may be read; -1: it broke while being read. */
int blob_look(const char *at, struct blob *c, struct err *err);

/* FN gets the bytes of AT in pieces.  Fails when they are not WANT's:
 * err_data that names AT. */
typedef int blob_fn(void *arg, const void *data, size_t n, struct err *err);
int blob_feed(const char *at, const struct blob *want, blob_fn *fn, void *arg,
	      struct err *err);

/* Copy AT to the new file TO, which holds WANT's bytes afterwards. */
int blob_copy(const char *at, const char *to, const struct blob *want,
	      struct err *err);

#endif
