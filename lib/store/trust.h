/*
 * trust.h - the lists of an archive that comes from outside.
 */
#ifndef STORE_TRUST_H
#define STORE_TRUST_H

#include <stdint.h>

#include "base/digest.h"
#include "base/err.h"

#define TRUST_MAX ((uint64_t)128 << 20)	/* bytes of a list */

struct trusted {
	char *name;
	struct digest digest;
	uint64_t size;
};

struct trust {
	struct trusted *at;
	size_t n, cap;
	int sized;		/* trust_sizes has been read */
	uint64_t total;
};

/* TEXT has N bytes, and a NUL behind them.
 *
 * SHA256SUMS: names that an archive may hold, each once and in order, an
 * object under its own digest.  Anything else is err_data. */
int trust_sums(struct trust *t, const char *text, size_t n,
	       struct err *err);
/* SIZES: the same names in the same order. */
int trust_sizes(struct trust *t, const char *text, size_t n,
		struct err *err);
void trust_release(struct trust *t);

#endif
