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
	char *top;    /* its directory, with a slash at the end */
	char *commit; /* 40 digits, or NULL: no commit yet */
	char *branch; /* NULL: detached */
	/* the reason if the repository is of a kind that cannot be read, and
	 * only the members above are filled; otherwise NULL */
	char *unread;
	/* Tracked files that exist, and untracked files that git does not
	 * ignore and that look like source: they have a name like source and
	 * are text of at most 256 kB.  Tables and images do not count as
	 * source, since a pipeline's own outputs would then be a change of its
	 * code.  The files of submodules are included. */
	struct worktree_list files;
	struct strs gone; /* tracked files that do not exist */
	int dirty;	  /* something differs from COMMIT */
	struct buf patch; /* see worktree_compare */
	void *repository; /* for worktree.c only */
};

/* Reads into W the work tree that holds DIR, its files and its commit.  M gets
 * messages about files that are too many or too large.  Returns 1 (see UNREAD),
 * or 0 if DIR is in no work tree, or -1 if the repository is damaged. */
int worktree_read(struct worktree *w, const char *dir, struct messages *m,
		  struct err *err);
/* Sets DIRTY, and sets PATCH to the patch from COMMIT to the files as they are,
 * which `git apply` takes.  The patch leaves out files that are HIDDEN, larger
 * than 1 MB, or binary and larger than 64 kB, and the files of submodules; they
 * still count for DIRTY.  If the patch cannot be made, M gets a message. */
void worktree_compare(struct worktree *w, struct messages *m);
void worktree_release(struct worktree *w);

/* Returns the directory of the work tree that holds DIR, without a slash at its
 * end, or NULL.  The caller frees it. */
char *worktree_top(const char *dir);

/* Calls FN with each file of COMMIT, after applying PATCH unless that is NULL,
 * in the order of their paths.  Leaves out links and submodules.  Returns 1, or
 * 0 if the repository that holds DIR does not have the commit or the patch does
 * not fit, or -1 if FN failed. */
typedef int worktree_fn(void *arg, const char *path, int executable,
			const void *data, size_t n, struct err *err);
int worktree_files(const char *dir, const char *commit, const struct buf *patch,
		   worktree_fn *fn, void *arg, struct err *err);

#endif
