/*
 * path.h - names of files: where they are looked up, what matches.
 *
 * With XP_OUTSIDE=DIR in the environment, paths that are absolute or hold
 * ".." are looked up below DIR instead: so a restored experiment finds the
 * files that once lay outside of it (path_outside says how they are named).
 * A path with ".." that stays in the directory of $XP_DIR, and is not below
 * DIR, is looked up as it is.
 */
#ifndef BASE_PATH_H
#define BASE_PATH_H

#include <sys/stat.h>

#include "base/err.h"
#include "base/strs.h"

/* Where PATH is looked up now; the caller frees it.  See XP_OUTSIDE. */
char *path_resolve(const char *path);
/* "/a/b" -> "root/a/b", "../c" -> "up/c"; NULL for a path that stays
 * inside the working directory.  The caller frees it. */
char *path_outside(const char *path);
/* PATH without "." and empty components and, where its words allow it,
 * without ".."; the caller frees it. */
char *path_clean(const char *path);
/* Names that match PATTERN (glob(7)), or the files directly in the
 * directory PATTERN; sorted by bytes.  No match adds nothing; a link that
 * leads nowhere is a match. */
int path_glob(struct strs *to, const char *pattern, struct err *err);

/* DIR is the run's own directory (NULL: there is none).  Paths below it are
 * looked up as they are, whatever XP_OUTSIDE says.  A file there becomes an
 * input or output only by file_tell, under its name below DIR. */
void path_own(const char *dir);
/* DIR is the store: paths below it are looked up as they are, too. */
void path_store(const char *dir);
/* The name below DIR that PATH has, or NULL.  Belongs to PATH. */
const char *path_own_name(const char *path);

/* A descriptor of PATH, which is no directory, and what stat(2) says of
 * it; FLAGS as open(2)'s.  The watcher is not told. */
int path_open_input(const char *path, int flags, struct stat *st,
		    struct err *err);

int path_exists(const char *path);
int path_is_directory(const char *path);
int path_make_dirs(const char *path, struct err *err); /* mkdir -p */

#endif
