/*
 * diff_files.h - compares lists of files.
 *
 * Inside lib/diff only.
 */
#ifndef DIFF_DIFF_FILES_H
#define DIFF_DIFF_FILES_H

#include "diff/ingredients.h"

/*
 * Sets KEY of TO to a list of the files that differ between N RUNS, unless the
 * list is empty.  LISTS has the files of each run.  Each item has
 *
 *	path		path of the file
 *	change		for two runs "added", "removed" or "changed"; for more
 *			runs "changed", or "in some" if not all have the file
 *	values		object from ids of runs to digests
 *
 * If there are two runs and both have the file, the item of a table also has
 *
 *	columns_added, columns_removed	lists of names
 *	rows_a, rows_b		numbers of rows
 *	lines_a, lines_b	numbers of lines that only this run has
 *
 * and the item of any other file, of the first 20, has
 *
 *	about		where and how much the contents differ
 *			(diff_content.h)
 */
void diff_files(struct json *to, const char *key, const struct diff_run *runs,
		const struct file_list *lists, size_t n);

/* Returns 1 if the files A (of S) and B (of T) differ, but only in the order of
 * rows of tables.  One file may have another name in A than in B. */
int diff_files_reordered(const struct store *s, const struct file_list *a,
			 const struct store *t, const struct file_list *b);

#endif
