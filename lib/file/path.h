/*
 * path.h - finds out at which place a path is looked up, and which files match
 * a pattern.
 *
 * A restored experiment has copies of files that lay outside of its directory.
 * XP_OUTSIDE=DIR in the environment says where they are: a path that is
 * absolute or contains ".." is then looked up below DIR (path_outside).  All
 * other paths are looked up as they are.  If XP_OUTSIDE is not set, this holds
 * for all paths.
 *
 * There is one exception.  Let TOP be the directory that contains the store
 * ($XP_DIR).  A path with ".." that leads into TOP is looked up as it is if DIR
 * has no such file.
 */
#ifndef FILE_PATH_H
#define FILE_PATH_H

#include <sys/stat.h>

#include "base/err.h"
#include "base/strs.h"

/* Returns the place at which PATH is looked up.  The caller frees it. */
char *path_resolve(const char *path);

/* Returns the name of PATH below XP_OUTSIDE: "root/a/b" for "/a/b", "up/c" for
 * "../c".  Returns NULL if PATH is neither absolute nor contains "..".  The
 * caller frees it. */
char *path_outside(const char *path);

/* Returns PATH without empty components, "." and "NAME/..".  Looks at the text
 * only, not at links.  The caller frees it. */
char *path_clean(const char *path);

/* Returns the one absolute name of the file PATH, which need not exist: links
 * are followed as far as there are any.  Returns NULL if what lies there is no
 * regular file, such as /dev/null.  The caller frees it. */
char *path_real(const char *path);

/* Appends the files that match PATTERN (glob(7)) to TO, sorted by bytes;
 * nothing if there are none.  A directory stands for the files directly in it.
 * A link that leads nowhere is included, so that whoever opens it reports an
 * error. */
int path_glob(struct strs *to, const char *pattern, struct err *err);

/* Appends the names of what is in the directory DIR to TO, in no order, except
 * hidden ones.  Appends nothing if DIR cannot be listed or has more than MOST
 * of them.  Does not tell the watcher. */
void path_names(struct strs *to, const char *dir, size_t most);

/* Makes path_glob call FN from now on with each pattern or directory that it
 * has looked up, and with the names found.  It does not call FN for a name that
 * is a file.  If FN is NULL, it calls nothing. */
typedef void path_glob_fn(void *arg, const char *pattern,
			  const struct strs *found);
void path_watch_globs(path_glob_fn *fn, void *arg);

/* Makes DIR the run's own directory; NULL: there is none.  Paths below it are
 * looked up as they are.  The watcher is told of outputs there, by their names
 * below DIR, but not of inputs. */
void path_own(const char *dir);

/* Makes DIR the store's directory.  Paths below it are looked up as they
 * are. */
void path_store(const char *dir);

/* Returns the name of PATH below the run's own directory, or NULL if it lies
 * elsewhere.  The name points into PATH. */
const char *path_own_name(const char *path);

/* Opens the file PATH for reading and fills ST as stat(2) does.  FLAGS are
 * further flags of open(2), or 0.  Returns a descriptor, or -1.  Fails with
 * err_data if PATH is a directory.  Does not tell the watcher. */
int path_open_input(const char *path, int flags, struct stat *st,
		    struct err *err);

/* Returns what a file is that begins with the N bytes at TEXT, 8 at least, if
 * it is a pointer that git-lfs or git-annex has left in place of the file, and
 * what to do.  Returns NULL for any other file. */
const char *path_pointer(const void *text, size_t n);

int path_exists(const char *path);
int path_is_directory(const char *path);
int path_make_dirs(const char *path, struct err *err); /* mkdir -p */

#endif
