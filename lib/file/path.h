/*
 * path.h - names of files: where they are looked up, and which match a pattern.
 *
 * If XP_OUTSIDE=DIR is in the environment, a path that is absolute or contains
 * ".." is looked up below DIR instead, under the name that path_outside
 * returns.  So a restored experiment finds files that lay outside of it.  One
 * kind of path is looked up as it is: a path with ".." that stays in the
 * directory of $XP_DIR and has no file below DIR.
 */
#ifndef FILE_PATH_H
#define FILE_PATH_H

#include <sys/stat.h>

#include "base/err.h"
#include "base/strs.h"

/* Returns the path at which PATH is looked up (see XP_OUTSIDE above); the
 * caller frees it. */
char *path_resolve(const char *path);
/* Returns the name that PATH has below XP_OUTSIDE: "root/a/b" for "/a/b",
 * "up/c" for "../c".  The caller frees it.  Returns NULL if PATH is neither
 * absolute nor contains "..". */
char *path_outside(const char *path);
/* Returns PATH without "." and empty components and without each "NAME/..", as
 * text: links are not looked at.  The caller frees it. */
char *path_clean(const char *path);
/* Appends to TO the files that match PATTERN (see glob(7)) or, if PATTERN is a
 * directory, the files directly in it, sorted by bytes.  Appends nothing if
 * there are none.  A link that leads nowhere counts as a file, so that the tool
 * reports it when it opens it. */
int path_glob(struct strs *to, const char *pattern, struct err *err);

/* Sets the run's own directory to DIR; NULL: there is none.  Paths below it are
 * looked up as they are, whatever XP_OUTSIDE is.  Of files there the watcher is
 * told only if they are outputs, by their names below DIR. */
void path_own(const char *dir);
/* Sets the store's directory to DIR.  Paths below it are looked up as they are,
 * too. */
void path_store(const char *dir);
/* Returns the name of PATH below the run's own directory, as a pointer into
 * PATH, or NULL if PATH is not below it. */
const char *path_own_name(const char *path);

/* Opens PATH for reading and fills ST as stat(2) does.  Returns the descriptor
 * or -1.  A directory is err_data.  FLAGS are added to those of open(2).  Does
 * not tell the watcher. */
int path_open_input(const char *path, int flags, struct stat *st,
		    struct err *err);

int path_exists(const char *path);
int path_is_directory(const char *path);
int path_make_dirs(const char *path, struct err *err); /* mkdir -p */

#endif
