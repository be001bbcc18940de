/*
 * worktree.h - reads the state of a git work tree: its commit, its files, and
 * what differs from the commit.
 *
 * Nothing is ever written to the user's repository, neither objects nor the
 * index.
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
	char *commit; /* id of the commit, 40 digits; NULL: no commit yet */
	char *branch; /* name of the branch; NULL: HEAD is detached */
	/* The reason why this kind of repository cannot be read, or NULL.
	 * If there is a reason, only the members above are filled. */
	char *unread;
	/* Tracked files that exist, and untracked files that look like
	 * source.  An untracked file looks like source if it has a name like
	 * source and is text of at most 256 kB.  Files that git ignores are
	 * left out.  Tables and images do not count as source: otherwise the
	 * outputs of a pipeline would be changes of its code.  The files of
	 * submodules are included. */
	struct worktree_list files;
	struct strs gone; /* tracked files that do not exist */
	int dirty;	  /* 1 if something differs from COMMIT */
	struct buf patch; /* patch from COMMIT (worktree_compare) */
	void *repository; /* handle for worktree.c only */
};

/* Reads the work tree that holds DIR into W, with its files and its commit.  M
 * gets messages about files that are too many or too large.  Returns 1, or 0 if
 * DIR is in no work tree, or -1 if the repository is damaged.  With 1, UNREAD
 * may be set. */
int worktree_read(struct worktree *w, const char *dir, struct messages *m,
		  struct err *err);

/* Sets DIRTY and PATCH.  PATCH becomes the patch from COMMIT to the files as
 * they are now, in the form that `git apply` takes.  The patch leaves out the
 * files of submodules, files with `hidden`, files larger than 1 MB, and binary
 * files larger than 64 kB.  These files still count for DIRTY.  If the patch
 * cannot be made, M gets a message. */
void worktree_compare(struct worktree *w, struct messages *m);
void worktree_release(struct worktree *w);

/* Returns the directory of the work tree that holds DIR, without a slash at its
 * end, or NULL.  The caller frees it. */
char *worktree_top(const char *dir);

/* Applies PATCH (NULL: none) to the files of COMMIT, and calls FN with each
 * resulting file, in the order of their paths.  COMMIT is in the repository
 * that holds DIR.  Leaves out links and submodules.  Returns 1, or 0 if the
 * repository does not have COMMIT, or 0 if PATCH does not fit, or -1 if FN
 * failed. */
typedef int worktree_fn(void *arg, const char *path, int executable,
			const void *data, size_t n, struct err *err);
int worktree_files(const char *dir, const char *commit, const struct buf *patch,
		   worktree_fn *fn, void *arg, struct err *err);

#endif
