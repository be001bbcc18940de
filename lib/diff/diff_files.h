/*
 * diff_files.h - compares two lists of files.  Inside lib/diff only.
 */
#ifndef DIFF_DIFF_FILES_H
#define DIFF_DIFF_FILES_H

#include "diff/ingredients.h"

/*
 * Sets KEY of TO to a list of the files that differ between N RUNS.  LISTS has
 * the files of each run.  An empty list is not set.
 *
 *	path		path of the file
 *	change		for two runs "added", "removed" or "changed"; for more
 *			runs "changed", or "in some" if not all runs have the
 *			file
 *	values		object from the runs' ids to digests
 *
 * If there are two runs and both have the file, an item also has:
 *
 *	tables	columns_added, columns_removed (lists), rows_a, rows_b, lines_a,
 *		lines_b (number of lines that only one of the runs has)
 *	others	about: where and how much the contents differ (diff_content.h);
 *		only for the first few files, and only if the contents can be
 *		had
 */
void diff_files(struct json *to, const char *key, const struct diff_run *runs,
		const struct file_list *lists, size_t n);

/* Returns 1 if A (of S) and B (of T) differ only in the order of the rows of
 * tables.  At least one table must differ.  A and B must have files of the same
 * names, except for at most one file. */
int diff_files_reordered(const struct store *s, const struct file_list *a,
			 const struct store *t, const struct file_list *b);

#endif
