/*
 * check_archive.h - checks that an archive, which anybody may have written, has
 * exactly the members that its lists SHA256SUMS and SIZES name.
 *
 * Inside lib/archive only.
 */
#ifndef ARCHIVE_CHECK_ARCHIVE_H
#define ARCHIVE_CHECK_ARCHIVE_H

#include <stdint.h>

#include "file/digest.h"
#include "base/err.h"

#define CHECK_ARCHIVE_MAX ((uint64_t)128 << 20) /* most bytes of a list */

struct archive_entry {
	char *name;
	struct digest digest;
	uint64_t size;
};

struct archive_list {
	struct archive_entry *entry;
	size_t n, cap;
	/* 1: accepts names of member_path_is_active; set by the caller */
	int trusted;
	int sized;	/* 1: check_archive_sizes has read SIZES */
	uint64_t total; /* sum of all sizes, in bytes */
};

/* Reads SHA256SUMS into T.  TEXT has N bytes, then a NUL.  The caller releases
 * T. Fails with err_data unless
 * - an archive may have each name: member_place accepts it, it is not one of
 *   member_path_is_git nor, unless T->trusted, of member_path_is_active
 * - the names are in byte order, and each occurs once
 * - each object has the digest that its name states
 * - no member makes a directory a git repository */
int check_archive_sums(struct archive_list *t, const char *text, size_t n,
		       struct err *err);

/* Reads SIZES into T.  TEXT has N bytes, then a NUL.  Fails with err_data
 * unless SIZES has the names of SHA256SUMS in the same order. */
int check_archive_sizes(struct archive_list *t, const char *text, size_t n,
			struct err *err);

/* Checks member I, counted from 0 after SHA256SUMS.  Fails with err_data unless
 * NAME and SIZE are those in T.  Before check_archive_sizes has read SIZES,
 * only README and SIZES may come, each of at most CHECK_ARCHIVE_MAX bytes. */
int check_archive_member(const struct archive_list *t, size_t i,
			 const char *name, uint64_t size, struct err *err);
void check_archive_release(struct archive_list *t);

#endif
