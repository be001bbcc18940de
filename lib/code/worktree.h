/*
 * worktree.h - the state of the code: its files, the commit, and what differs
 * from that.
 *
 * Only reads: nothing is ever written to the user's repository, neither
 * objects nor the index.
 */
#ifndef CODE_WORKTREE_H
#define CODE_WORKTREE_H

#include "base/buf.h"
#include "base/err.h"
#include "base/messages.h"
#include "base/strs.h"
#include "code/worktree_list.h"

struct worktree {
	char *top;    /* its directory, with a slash at its end */
	char *commit; /* 40 digits; NULL: no commit yet */
	char *branch; /* NULL: detached */
	/* Why there is no more than this: a kind of repository that cannot be
	 * read.  NULL: all is known. */
	char *unread;
	/*
	 * Tracked files that are there and, of those that git does not know
	 * and does not ignore, the ones that look like source: a name like
	 * one, text, at most 256 kB.  Tables and images never are, or a
	 * pipeline's own outputs would look like a change of its code.
	 * Submodules come with their files.
	 */
	struct worktree_list files;
	struct strs gone; /* tracked files that are not there */
	int dirty;	  /* something differs from COMMIT */
	struct buf patch; /* see worktree_compare */
	void *repository; /* for worktree.c only */
};

/* The work tree that holds DIR, its files and its commit.  What is left out
 * because it is too much is said in M.  1: read (look at UNREAD), 0: there is
 * none, -1: it is damaged. */
int worktree_read(struct worktree *w, const char *dir, struct messages *m,
		  struct err *err);
/* Fills DIRTY, and PATCH with what `git apply` needs to get from COMMIT to the
 * files as they are.  Left out, but counted as dirty: files that are HIDDEN,
 * larger than 1 MB, or binary and larger than 64 kB, and those of submodules.
 * A patch that cannot be made is said in M. */
void worktree_compare(struct worktree *w, struct messages *m);
void worktree_release(struct worktree *w);

/* The directory of the work tree that holds DIR, without a slash at its
 * end, or NULL; the caller frees it. */
char *worktree_top(const char *dir);

/* FN gets each file of COMMIT with PATCH applied (NULL: without), in the
 * order of their paths; links and submodules are left out.  1: all of
 * them, 0: the commit is not in the repository that holds DIR, or the
 * patch does not fit; -1: FN failed. */
typedef int worktree_fn(void *arg, const char *path, int executable,
			const void *data, size_t n, struct err *err);
int worktree_files(const char *dir, const char *commit, const struct buf *patch,
		   worktree_fn *fn, void *arg, struct err *err);

#endif
