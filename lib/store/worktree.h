/*
 * worktree.h - the state of the code: commit and what differs from it.
 *
 * Only reads: nothing is ever written to the user's repository, neither
 * objects nor the index.
 */
#ifndef STORE_WORKTREE_H
#define STORE_WORKTREE_H

#include "base/buf.h"
#include "base/err.h"

struct worktree {
	char *top;		/* its directory */
	char *commit;		/* 40 digits; NULL: no commit yet */
	char *branch;		/* NULL: detached */
	int dirty;		/* PATCH is not empty */
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

/* 1 when PATH is named like source code or settings. */
int worktree_is_source(const char *path);

#endif
