/*
 * bucket_pull.h - the far side of a pull from a bucket.
 *
 * Inside lib/remote only.
 */
#ifndef REMOTE_BUCKET_PULL_H
#define REMOTE_BUCKET_PULL_H

#include "remote/rclone.h"
#include "remote/wire.h"
#include "store/store.h"

struct bucket_pull { /* all-zero is empty */
	const struct rclone *r;
	const struct store *to;
	struct strs ids; /* of the runs that are offered, sorted */
	/* How often runs are offered: each time with another of the records
	 * that a run has there. */
	size_t passes;
	/* of this pass: name of the record of each run that is offered */
	struct strs records;
	struct messages talk; /* for the user */
};

/* Prepares to offer the N runs NAME of the bucket R and the runs that made
 * their inputs or, if N is 0, all runs.  The caller releases P. */
int bucket_pull_begin(struct bucket_pull *p, const struct rclone *r,
		      const struct store *to, int n, char **name,
		      struct err *err);

/* Answers the receiver at the other end of W, as often as there are passes.
 * What comes out of the bucket is checked. */
int bucket_pull_answer(struct bucket_pull *p, struct wire *w, struct err *err);
void bucket_pull_release(struct bucket_pull *p);

#endif
