/*
 * untrusted_list.h - reads and checks the lists in an archive, which anybody
 * may have written.
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
	int trusted;	/* set by the caller: 1 accepts names for which
			   member_path_is_active returns 1 */
	int sized;	/* 1 once untrusted_list_sizes has read SIZES */
	uint64_t total; /* the sum of all sizes, in bytes */
};

/* Read SHA256SUMS into T; TEXT has N bytes and a NUL after them.  Each name
 * must be one that an archive may contain, each must occur once and in order,
 * and an object must have the digest in its name.  Anything else is
 * err_data. */
int untrusted_list_sums(struct untrusted_list *t, const char *text, size_t n,
			struct err *err);
/* Read SIZES into T; it must have the same names in the same order, else
 * err_data.  TEXT is as above. */
int untrusted_list_sizes(struct untrusted_list *t, const char *text, size_t n,
			 struct err *err);
void untrusted_list_release(struct untrusted_list *t);

#endif
