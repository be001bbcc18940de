/*
 * path.h - finds out at which place a path is looked up, and which files match
 * a pattern.
 *
 * A restored experiment has copies of files that lay outside of its directory.
 * XP_OUTSIDE=DIR in the environment says where they are: a path that is
 * absolute or contains ".." is looked up below DIR (path_outside).  Other paths
 * are looked up as they are.
 *
 * These paths, too, are looked up as they are: those below the run's own
 * directory (path_own), the store (path_store), /proc and /dev; and a path with
 * ".." that leads into the directory of the store ($XP_DIR), if DIR has no such
 * file.
 */
#ifndef FILE_PATH_H
#define FILE_PATH_H

#include <sys/stat.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/strs.h"

/* Returns the place at which PATH is looked up.  The caller frees it. */
char *path_resolve(const char *path);

/* Makes all paths be looked up in this thread as they are (ON is 1), or as
 * XP_OUTSIDE says (0): other programs do not know XP_OUTSIDE.  Returns what was
 * set before. */
int path_as_is(int on);

/* Returns the name of PATH below XP_OUTSIDE ("root/a/b" for "/a/b", "up/c" for
 * "../c"), or NULL if PATH is neither absolute nor contains "..".  The caller
 * frees it. */
char *path_outside(const char *path);

/* Returns PATH without empty components, "." and "NAME/..".  Links are not
 * looked at.  The caller frees the result. */
char *path_clean(const char *path);

/* Appends the name PATH for people to read, on one line: a newline as \n, a tab
 * as \t, any other control character as \xNN. */
void path_visible(struct buf *to, const char *path);

/* Returns the absolute name of the file PATH with all links followed.  PATH
 * need not exist; if its directory does not exist either, the result is
 * path_clean of the place.  Returns NULL if what lies there is no regular file,
 * such as /dev/null.  The caller frees the result. */
char *path_real(const char *path);

/* Appends the files that match PATTERN (glob(7)), sorted by bytes, to TO.  A
 * directory stands for the files directly in it whose names do not begin with a
 * dot.  A link that leads nowhere is included, so that whoever opens it reports
 * an error.  No match is no error.  Fails with err_usage if PATTERN is empty,
 * and with err_sys. */
int path_glob(struct strs *to, const char *pattern, struct err *err);

/* Appends the names of what is in the directory DIR, except hidden ones, to TO,
 * in no order.  Appends nothing if DIR cannot be listed or has more than MOST
 * of them.  Does not tell the watcher. */
void path_names(struct strs *to, const char *dir, size_t most);

/* Fills the empty TO with the names of all that is in the directory AT, hidden
 * ones too, sorted.  Returns 0, or -1 if AT cannot be opened.  Takes AT as it
 * is (no path_resolve), and does not tell the watcher. */
int path_all_names(struct strs *to, const char *at);

/* Makes path_glob call FN from now on with each pattern or directory and the
 * names found, but not for the name of a single file.  NULL: calls nothing. */
typedef void path_glob_fn(void *arg, const char *pattern,
			  const struct strs *found);
void path_watch_globs(path_glob_fn *fn, void *arg);

/* Makes DIR the run's own directory; NULL: there is none.  The watcher is told
 * of files there as outputs, by their names below DIR, but not as inputs. */
void path_own(const char *dir);

/* Makes DIR the store's directory; NULL: there is none. */
void path_store(const char *dir);

/* Returns the name of PATH below the run's own directory, or NULL if PATH lies
 * elsewhere.  The name points into PATH. */
const char *path_own_name(const char *path);

/* Opens the file PATH for reading and fills ST as stat(2) does.  FLAGS are
 * further flags of open(2), or 0.  Returns a descriptor, or -1: with err_data
 * if PATH is missing, may not be read or is a directory, otherwise with
 * err_sys.  Does not tell the watcher. */
int path_open_input(const char *path, int flags, struct stat *st,
		    struct err *err);

/* Returns what to do about a file that begins with the N bytes at TEXT (8 at
 * least), if it is a pointer that git-lfs or git-annex has left in place of a
 * file.  Returns NULL for any other file.  The text is a constant. */
const char *path_pointer(const void *text, size_t n);

int path_exists(const char *path);
int path_is_directory(const char *path);

/* Does what mkdir -p does.  Fails with err_sys. */
int path_make_dirs(const char *path, struct err *err);

#endif
