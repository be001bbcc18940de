/*
 * untrusted_list.h - the lists of an archive that comes from outside.
 * Inside lib/archive only.
 */
#ifndef ARCHIVE_UNTRUSTED_LIST_H
#define ARCHIVE_UNTRUSTED_LIST_H

#include <stdint.h>

#include "file/digest.h"
#include "base/err.h"

#define UNTRUSTED_LIST_MAX ((uint64_t)128 << 20) /* bytes of a list */

struct untrusted_entry {
	char *name;
	struct digest digest;
	uint64_t size;
};

struct untrusted_list {
	struct untrusted_entry *entry;
	size_t n, cap;
	int trusted; /* set by the caller: names that are active are let in */
	int sized;   /* untrusted_list_sizes has been read */
	uint64_t total;
};

/* TEXT has N bytes, and a NUL behind them.
 *
 * SHA256SUMS: names that an archive may hold, each once and in order, an
 * object under its own digest.  Anything else is err_data. */
int untrusted_list_sums(struct untrusted_list *t, const char *text, size_t n,
			struct err *err);
/* SIZES: the same names in the same order. */
int untrusted_list_sizes(struct untrusted_list *t, const char *text, size_t n,
			 struct err *err);
void untrusted_list_release(struct untrusted_list *t);

#endif
