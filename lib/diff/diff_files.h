/*
 * diff_files.h - two lists of files.  Inside lib/diff only.
 */
#ifndef DIFF_DIFF_FILES_H
#define DIFF_DIFF_FILES_H

#include "file/json.h"
#include "store/file_list.h"
#include "store/store.h"

/* Set KEY of TO to a list of what was added, removed or changed, as diff.h
 * says; it is left out when it would be empty. */
void diff_files(struct json *to, const char *key, const struct store *s,
		const struct file_list *a, const struct file_list *b);

#endif
