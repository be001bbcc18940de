/*
 * path.h - finds out where files are looked up, and which files match a
 * pattern.
 *
 * Normally a path is looked up as it is.  If XP_OUTSIDE=DIR is in the
 * environment, a path that is absolute or contains ".." is looked up below DIR,
 * under the name that path_outside returns.  So a restored experiment finds
 * files that lay outside of its directory.
 *
 * There is one exception.  A path with ".." is looked up as it is if it leads
 * into the directory that contains the store ($XP_DIR) and DIR has no file for
 * this path.
 */
#ifndef FILE_PATH_H
#define FILE_PATH_H

#include <sys/stat.h>

#include "base/err.h"
#include "base/strs.h"

/* Returns the path at which PATH is looked up (see XP_OUTSIDE above).  The
 * caller frees the result. */
char *path_resolve(const char *path);

/* Returns the name that PATH has below XP_OUTSIDE: "root/a/b" for "/a/b",
 * "up/c" for "../c".  Returns NULL if PATH is not absolute and does not contain
 * "..".  The caller frees the result. */
char *path_outside(const char *path);

/* Returns PATH without "." and empty components, and without each "NAME/..".
 * Changes the text only: links are not looked at.  The caller frees the
 * result. */
char *path_clean(const char *path);

/* Appends the files that match PATTERN (see glob(7)) to TO, sorted by bytes.
 * If PATTERN is a directory, appends the files directly in the directory.
 * Appends nothing if there are no such files.  A link that leads nowhere counts
 * as a file, so that a tool which opens the link reports an error. */
int path_glob(struct strs *to, const char *pattern, struct err *err);

/* Sets the run's own directory to DIR.  If DIR is NULL, there is none.  Paths
 * below DIR are looked up as they are, whatever XP_OUTSIDE is.  The watcher is
 * told of outputs below DIR, by their names below DIR, but not of inputs
 * there. */
void path_own(const char *dir);

/* Sets the store's directory to DIR.  Paths below DIR are looked up as they
 * are, whatever XP_OUTSIDE is. */
void path_store(const char *dir);

/* Returns the name of PATH below the run's own directory, as a pointer into
 * PATH.  Returns NULL if PATH is not below this directory. */
const char *path_own_name(const char *path);

/* Returns a descriptor of PATH, opened for reading, or -1 with ERR filled.
 * Fills ST as stat(2) does.  FLAGS are further flags of open(2), or 0.  If PATH
 * is a directory, fails with err_data.  Does not tell the watcher. */
int path_open_input(const char *path, int flags, struct stat *st,
		    struct err *err);

int path_exists(const char *path);
int path_is_directory(const char *path);
int path_make_dirs(const char *path, struct err *err); /* mkdir -p */

#endif
