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
	int image; /* 1: the file begins like a TIFF or PNG */
};

/* Reads the file AT and fills C.  Returns 1, or 0 if AT is not a plain file
 * that can be opened, or -1 if reading fails. */
int blob_look(const char *at, struct blob *c, struct err *err);

/* Calls FN with the bytes of the file AT, piece by piece.  Fails with err_data
 * if the file is gone or is not WANT; FN may have had all bytes by then. */
typedef int blob_fn(void *arg, const void *data, size_t n, struct err *err);
int blob_feed(const char *at, const struct blob *want, blob_fn *fn, void *arg,
	      struct err *err);

#endif
