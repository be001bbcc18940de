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
	/* Why this kind of repository cannot be read, or NULL.  If it is not
	 * NULL, only the members above are filled. */
	char *unread;
	/* Tracked files that exist, and untracked files that look like source.
	 * A file looks like source if it is named so and is text of at most 256
	 * kB.  Tables and images do not count as source, so that outputs of a
	 * pipeline are no changes of its code.  Files of submodules are
	 * included; files that git ignores are not. */
	struct worktree_list files;
	struct strs gone; /* tracked files that are missing */
	int dirty;	  /* 1: something differs from COMMIT */
	struct buf patch; /* patch from COMMIT (worktree_compare) */
	void *repository; /* for worktree.c */
};

/* Reads the work tree that holds DIR into W: its files and its commit.  Returns
 * 1 (UNREAD may be set), or 0 if DIR is in no work tree, or -1 if the
 * repository is damaged.  M gets messages about files that are too many or too
 * large.  The caller releases W. */
int worktree_read(struct worktree *w, const char *dir, struct messages *m,
		  struct err *err);

/* Sets DIRTY and PATCH.  PATCH becomes the patch from COMMIT to the files as
 * they are now, for `git apply`.  It leaves out files of submodules, `hidden`
 * files, files above 1 MB and binary files above 64 kB, but DIRTY counts them.
 * If the patch cannot be made, M gets a message. */
void worktree_compare(struct worktree *w, struct messages *m);
void worktree_release(struct worktree *w);

/* Returns the directory of the work tree with DIR, without a slash at its end,
 * or NULL.  The caller frees it. */
char *worktree_top(const char *dir);

/* Applies PATCH (or NULL) to the files of COMMIT, and calls FN with each
 * resulting file except links and submodules, in the order of paths.  COMMIT is
 * in the repository of DIR.  Returns 1, or 0 if there is no COMMIT or PATCH
 * does not fit, or -1 if FN failed. */
typedef int worktree_fn(void *arg, const char *path, int executable,
			const void *data, size_t n, struct err *err);
int worktree_files(const char *dir, const char *commit, const struct buf *patch,
		   worktree_fn *fn, void *arg, struct err *err);

#endif
