/*
 * worktree.h - the state of the code: commit and what differs from it.
 *
 * Only reads: nothing is ever written to the user's repository, neither
 * objects nor the index.
 */
#ifndef RUN_WORKTREE_H
#define RUN_WORKTREE_H

#include "base/buf.h"
#include "base/err.h"

struct worktree {
	char *top;    /* its directory */
	char *commit; /* 40 digits; NULL: no commit yet */
	char *branch; /* NULL: detached */
	int dirty;    /* PATCH is not empty */
	/* What `git apply` needs to get from COMMIT to the files as they
	 * are, binary files included.  New files that git does not know
	 * are in it when they look like source: a name like one, text, at
	 * most 256 kB.  Tables and images never are, or a pipeline's own
	 * outputs would look like a change of its code. */
	struct buf patch;
};

/* The work tree that holds DIR.  1: read, 0: there is none, -1: see ERR. */
int worktree_read(struct worktree *w, const char *dir, struct err *err);
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

/* 1 when PATH is named like source code or settings. */
int worktree_is_source(const char *path);

#endif
