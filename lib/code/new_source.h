/*
 * new_source.h - finds files that look like code and that git does not track.
 *
 * Inside lib/code only.
 */
#ifndef CODE_NEW_SOURCE_H
#define CODE_NEW_SOURCE_H

#include <sys/types.h>

#include "base/messages.h"
#include "base/strs.h"

/* Returns 1 if PATH has a name like that of source code or settings. */
int new_source_is_named(const char *path);

/* Returns 1 if PATH is a regular file of at most MOST bytes without a NUL
 * byte. */
int new_source_is_text(const char *path, off_t most);

/* Adds to FOUND the files below TOP that are named like source and are text of
 * at most 256 kB.  TOP ends in a slash.  PASSED_OVER returns 1 to leave out a
 * file, or a directory, which has a slash at its end.  M gets a warning of each
 * directory with more than 1000 such files, which are left out, and one if
 * there are too many files to look at. */
typedef int new_source_fn(void *arg, const char *path);
void new_source_find(struct strs *found, const char *top,
		     new_source_fn *passed_over, void *arg, struct messages *m);

#endif
