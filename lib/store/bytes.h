/*
 * bytes.h - the bytes that a record speaks of, wherever they are now.
 */
#ifndef STORE_BYTES_H
#define STORE_BYTES_H

#include <stdint.h>

#include "base/digest.h"
#include "base/err.h"
#include "store/store.h"

struct bytes {
	struct digest digest;
	uint64_t size;
	int executable;
	int image;		/* by its first bytes: TIFF or PNG */
};

/* What the file AT holds.  1: read; 0: there is no such file, or none
 * that may be read; -1: it broke while being read. */
int bytes_look(const char *at, struct bytes *c, struct err *err);

/* FN gets the bytes of AT in pieces.  Fails when they are not WANT's:
 * err_data that names AT. */
typedef int bytes_fn(void *arg, const void *data, size_t n,
		       struct err *err);
int bytes_feed(const char *at, const struct bytes *want,
		 bytes_fn *fn, void *arg, struct err *err);

/* Copy AT to the new file TO, which holds WANT's bytes afterwards. */
int bytes_copy(const char *at, const char *to,
		 const struct bytes *want, struct err *err);

#endif
