/*
 * bucket.h - runs in a place that only keeps files, such as a bucket of S3.
 *
 *	version			"xp bucket 1"
 *	objects/ab/cdef..	an object of a store, as in a store
 *	runs/ID/OFFER-SHA256	a record of run ID: the messages by which a
 *				sender sends it (wire.h), up to the list of its
 *				objects; OFFER is its digest in an offer, SHA256
 *				that of the file
 *	tags/NAME/ID		run ID has the tag NAME
 *
 * No file is ever changed or removed, so nothing is locked, and several may
 * push at once.  A run that was resumed, or has more notes, has a further
 * record.  Records come after the objects that they need.
 *
 * Inside lib/remote only.
 */
#ifndef REMOTE_BUCKET_H
#define REMOTE_BUCKET_H

#include "upkeep/fsck.h"
#include "upkeep/transfer.h"

/* Copies runs as transfer() does (upkeep/transfer.h): to the bucket WORD[0] if
 * PUSH is 1, else from it.  The other N - 1 words name runs. */
int bucket_copy(int push, const struct store *here, int n, char **word,
		struct transfer *t, struct err *err);

/* Fetches the objects that F wants from the bucket FROM into the directory DIR,
 * which is laid out like a store. */
int bucket_fetch(const struct fsck_report *f, const char *from, const char *dir,
		 int (*stop)(void), struct err *err);

#endif
