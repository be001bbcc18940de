/*
 * worktree.h - reads the state of a git work tree: its commit, its files, and
 * what differs from the commit.  Never writes to the repository.
 */
#ifndef CODE_WORKTREE_H
#define CODE_WORKTREE_H

#include "base/buf.h"
#include "base/err.h"
#include "base/messages.h"
#include "base/strs.h"
#include "code/worktree_list.h"

struct worktree {
	char *top;    /* directory of the work tree, with a slash at the end */
	char *commit; /* 40 digits; NULL: no commit yet */
	char *branch; /* NULL: HEAD is detached */
	/* why git's repository cannot be read, or NULL; if set, only the
	 * members above may be filled */
	char *unread;
	/* tracked files that exist, with those of submodules, and untracked
	 * files that look like source and that git does not ignore.  Source is
	 * named so and is text of at most 256 kB, but no table or image. */
	struct worktree_list files;
	struct strs gone; /* tracked files that are missing */
	int dirty;	  /* 1: a file differs from COMMIT */
	struct buf patch; /* from COMMIT (worktree_compare) */
	void *repository; /* for worktree.c */
};

/* Reads the work tree that holds DIR into W: its files and its commit.  Returns
 * 1 (UNREAD may be set), or 0 if DIR is not in a work tree, or -1 if the
 * repository is damaged.  M gets warnings of directories with too many new
 * files.  The caller releases W. */
int worktree_read(struct worktree *w, const char *dir, struct messages *m,
		  struct err *err);

/* Sets DIRTY and PATCH.  PATCH becomes the patch from COMMIT to the files as
 * they are now, for `git apply`.  It leaves out files of submodules, `hidden`
 * files, files above 1 MB and binary files above 64 kB; DIRTY counts them, too.
 * M gets a warning if the patch cannot be made. */
void worktree_compare(struct worktree *w, struct messages *m);
void worktree_release(struct worktree *w);

/* Returns the directory of the work tree with DIR, without a slash at its end,
 * or NULL.  The caller frees it. */
char *worktree_top(const char *dir);

/* Applies PATCH (or NULL) to the files of COMMIT in memory, and calls FN with
 * each resulting file except links and submodules, in the order of paths.
 * COMMIT is in the repository of DIR.  Returns 1, or 0 if there is no COMMIT or
 * PATCH does not fit, or -1 if FN failed. */
typedef int worktree_fn(void *arg, const char *path, int executable,
			const void *data, size_t n, struct err *err);
int worktree_files(const char *dir, const char *commit, const struct buf *patch,
		   worktree_fn *fn, void *arg, struct err *err);

#endif
