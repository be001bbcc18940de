/*
 * new_source.h - files that git does not know yet and that look like code.
 *
 * Inside lib/code only.
 */
#ifndef CODE_NEW_SOURCE_H
#define CODE_NEW_SOURCE_H

#include <sys/types.h>

#include "base/messages.h"
#include "base/strs.h"

/* Whether PATH is named like source code or settings. */
int new_source_is_named(const char *path);
/* Whether the file has no NUL in it and at most MOST bytes. */
int new_source_is_text(const char *path, off_t most);

/* Adds to FOUND the files below TOP (which ends in a slash) that are named
 * like source and hold at most 256 kB of text, but those for which PASSED_OVER
 * says so; it is asked for directories, too, with a slash at the end.  What is
 * too much to look at is left out and said in M. */
typedef int new_source_fn(void *arg, const char *path);
void new_source_find(struct strs *found, const char *top,
		     new_source_fn *passed_over, void *arg, struct messages *m);

#endif
