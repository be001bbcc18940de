/*
 * diff_files.h - compares two lists of files.  Inside lib/diff only.
 */
#ifndef DIFF_DIFF_FILES_H
#define DIFF_DIFF_FILES_H

#include "diff/ingredients.h"

/*
 * Set KEY of TO to the list of the files that not all of N RUNS have with the
 * same content; LISTS are their files.  An empty list is not set.  An item has
 * path, change (of two runs "added", "removed" or "changed"; else "changed", or
 * "in some" when not all have the file) and values, an object from the runs'
 * ids to digests.  Of two runs that both have the file, also:
 *
 *	tables	columns_added, columns_removed (lists), rows_a, rows_b, lines_a,
 *		lines_b (how many lines only one has)
 *	others	about: where and how much, see diff_content.h; of the first
 *		few files only, and if their contents can be had
 */
void diff_files(struct json *to, const char *key, const struct diff_run *runs,
		const struct file_list *lists, size_t n);

/* Returns 1 when A (of S) and B (of T) have files of the same names (but for at
 * most one), some with other contents, and all of these are tables with the
 * same rows in another order. */
int diff_files_reordered(const struct store *s, const struct file_list *a,
			 const struct store *t, const struct file_list *b);

#endif
