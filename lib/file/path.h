/*
 * path.h - names of files: where they are looked up and which match a
 * pattern.
 *
 * With XP_OUTSIDE=DIR in the environment, paths that are absolute or contain
 * ".." are looked up below DIR instead, under the names that path_outside
 * returns.  So a restored experiment finds the files that were once outside of
 * it.  One kind of path is still looked up as it is: a path with ".." that
 * stays in the directory of $XP_DIR and has no file below DIR.
 */
#ifndef FILE_PATH_H
#define FILE_PATH_H

#include <sys/stat.h>

#include "base/err.h"
#include "base/strs.h"

/* Returns the path under which PATH is looked up (see XP_OUTSIDE above); the
 * caller frees it. */
char *path_resolve(const char *path);
/* Returns the name below XP_OUTSIDE of a path that is absolute or contains
 * "..": "root/a/b" for "/a/b", "up/c" for "../c".  The caller frees it.
 * Returns NULL for any other path. */
char *path_outside(const char *path);
/* Returns PATH without "." and empty components, and with each "NAME/.."
 * removed (links are not looked at); the caller frees it. */
char *path_clean(const char *path);
/* Add to TO the files that match PATTERN (glob(7)) or, if PATTERN is a
 * directory, the files directly in it; sorted by bytes.  Adds nothing if there
 * are none.  A dangling link counts as a file, so that opening it fails. */
int path_glob(struct strs *to, const char *pattern, struct err *err);

/* Set the run's own directory to DIR (NULL: there is none).  Paths below it
 * are looked up as they are, whatever XP_OUTSIDE is.  The watcher is told only
 * of the outputs there, under their names below DIR. */
void path_own(const char *dir);
/* Set the store's directory to DIR: paths below it are looked up as they are,
 * too. */
void path_store(const char *dir);
/* Returns the name of PATH below the run's own directory, a part of PATH; NULL
 * if PATH is not below it. */
const char *path_own_name(const char *path);

/* Open PATH for reading and fill ST (stat(2)).  Returns the descriptor or -1;
 * a directory is err_data.  FLAGS are added to those of open(2).  The watcher
 * is not told. */
int path_open_input(const char *path, int flags, struct stat *st,
		    struct err *err);

int path_exists(const char *path);
int path_is_directory(const char *path);
int path_make_dirs(const char *path, struct err *err); /* mkdir -p */

#endif
