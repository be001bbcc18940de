/*
 * bucket_push.h - the far side of a push to a bucket.
 *
 * Inside lib/remote only.
 */
#ifndef REMOTE_BUCKET_PUSH_H
#define REMOTE_BUCKET_PUSH_H

#include "remote/rclone.h"
#include "remote/wire.h"
#include "store/store.h"

struct bucket_push { /* all-zero is empty */
	const struct rclone *r;
	const struct store *from; /* objects are taken from there */
	struct messages talk;	  /* for the user */
	/* names of what is to be put: objects of FROM, and files of r->temp */
	struct strs objects, files;
	struct strs ids, offers; /* of the runs that are offered */
	uint64_t batch;		 /* bytes of objects that are to be put */
	size_t runs, same, put, elsewhere;
	uint64_t bytes;
};

/* Prepares to put what the bucket R lacks of the runs of FROM, and makes the
 * bucket if it is empty.  The caller releases P, and holds the lock of FROM. */
int bucket_push_begin(struct bucket_push *p, const struct rclone *r,
		      const struct store *from, struct err *err);

/* Answers the sender at the other end of W. */
int bucket_push_answer(struct bucket_push *p, struct wire *w, struct err *err);
void bucket_push_release(struct bucket_push *p);

#endif
