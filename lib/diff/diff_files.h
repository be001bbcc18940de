/*
 * diff_files.h - compares two lists of files.  Inside lib/diff only.
 */
#ifndef DIFF_DIFF_FILES_H
#define DIFF_DIFF_FILES_H

#include "diff/ingredients.h"

/*
 * Sets KEY of TO to a list of the files that differ between N RUNS, unless that
 * is empty.  LISTS has the files of each run.  An item has
 *
 *	path		path of the file
 *	change		of two runs "added", "removed" or "changed"; of more
 *			"changed", or "in some" if not all have the file
 *	values		object from ids of runs to digests
 *
 * If two runs both have the file, it also has, for
 *
 *	tables	columns_added, columns_removed (lists), rows_a, rows_b, lines_a,
 *		lines_b (number of lines that only one of them has)
 *	others	about: where and how much they differ (diff_content.h), for the
 *		first few files whose contents can be had
 */
void diff_files(struct json *to, const char *key, const struct diff_run *runs,
		const struct file_list *lists, size_t n);

/* Returns 1 if A (of S) and B (of T) differ in tables, but only in the order of
 * their rows.  They must have files of the same names, but for at most one. */
int diff_files_reordered(const struct store *s, const struct file_list *a,
			 const struct store *t, const struct file_list *b);

#endif
