/*
 * check_archive.h - checks that an archive contains exactly the members that
 * its lists SHA256SUMS and SIZES name.  Anybody may have written the archive.
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
	/* 1: names for which member_path_is_active returns 1 are accepted; set
	 * by the caller */
	int trusted;
	int sized;	/* 1 once check_archive_sizes has read SIZES */
	uint64_t total; /* sum of all sizes, in bytes */
};

/* Reads the list SHA256SUMS into T.  TEXT is the list: N bytes, then a NUL.
 * member_place must accept each name.  The names must be in byte order, and
 * each must occur once.  An object must have the digest that its name states.
 * No member may make a directory a git repository.  Anything else is
 * err_data. */
int check_archive_sums(struct archive_list *t, const char *text, size_t n,
		       struct err *err);

/* Reads the list SIZES into T.  TEXT is the list: N bytes, then a NUL.  The
 * list must have the same names as SHA256SUMS, in the same order.  Anything
 * else is err_data. */
int check_archive_sizes(struct archive_list *t, const char *text, size_t n,
			struct err *err);

/* Check the next member of an archive: its name is NAME, and it has SIZE bytes.
 * I is the number of the member, counted from 0 after SHA256SUMS.  NAME and
 * SIZE must be what T lists for member I.  Before check_archive_sizes has read
 * SIZES, only README and SIZES may come, each of at most CHECK_ARCHIVE_MAX
 * bytes.  Anything else is err_data. */
int check_archive_member(const struct archive_list *t, size_t i,
			 const char *name, uint64_t size, struct err *err);
void check_archive_release(struct archive_list *t);

#endif
