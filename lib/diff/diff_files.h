/*
 * diff_files.h - compares two lists of files.  Inside lib/diff only.
 */
#ifndef DIFF_DIFF_FILES_H
#define DIFF_DIFF_FILES_H

#include "file/json.h"
#include "store/file_list.h"
#include "store/store.h"

/* Set KEY of TO to the list of the files that were added, removed or changed
 * from A to B, in the form described in diff.h.  An empty list is not set. */
void diff_files(struct json *to, const char *key, const struct store *s,
		const struct file_list *a, const struct file_list *b);

/* Returns 1 when A (of S) and B (of T) have files of the same names (but for at
 * most one), some with other contents, and all of these are tables with the
 * same rows in another order. */
int diff_files_reordered(const struct store *s, const struct file_list *a,
			 const struct store *t, const struct file_list *b);

#endif
