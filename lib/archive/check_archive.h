/*
 * check_archive.h - checks that an archive, which anybody may have written,
 * contains what its lists SHA256SUMS and SIZES say, and nothing else.
 * Inside lib/archive only.
 */
#ifndef ARCHIVE_CHECK_ARCHIVE_H
#define ARCHIVE_CHECK_ARCHIVE_H

#include <stdint.h>

#include "file/digest.h"
#include "base/err.h"

#define CHECK_ARCHIVE_MAX ((uint64_t)128 << 20) /* bytes of a list */

struct archive_entry {
	char *name;
	struct digest digest;
	uint64_t size;
};

struct archive_list {
	struct archive_entry *entry;
	size_t n, cap;
	int trusted;	/* set by the caller: 1 accepts names for which
			   member_path_is_active returns 1 */
	int sized;	/* 1 once check_archive_sizes has read SIZES */
	uint64_t total; /* the sum of all sizes, in bytes */
};

/* Read SHA256SUMS into T; TEXT has N bytes and a NUL after them.  Each name
 * must be one that an archive may contain, each must occur once and in order,
 * and an object must have the digest in its name.  Anything else is
 * err_data. */
int check_archive_sums(struct archive_list *t, const char *text, size_t n,
		       struct err *err);
/* Read SIZES into T; it must have the same names in the same order, else
 * err_data.  TEXT is as above. */
int check_archive_sizes(struct archive_list *t, const char *text, size_t n,
			struct err *err);
/* Check that member I of the archive, counted from 0 after SHA256SUMS, is the
 * one that T lists: NAME, of SIZE bytes.  Before SIZES has been read, only a
 * README of at most CHECK_ARCHIVE_MAX bytes may come. */
int check_archive_member(const struct archive_list *t, size_t i,
			 const char *name, uint64_t size, struct err *err);
void check_archive_release(struct archive_list *t);

#endif
