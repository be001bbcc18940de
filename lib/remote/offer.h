/*
 * offer.h - computes a digest by which two stores find out whether their copies
 * of a run are equal.
 *
 * Inside lib/remote only.
 */
#ifndef REMOTE_OFFER_H
#define REMOTE_OFFER_H

#include "base/buf.h"
#include "store/store.h"

/* Sets D to the digest of start.json, end.json and the notes of run ID.  All
 * else in two copies of one run is equal.  Returns 1, or 0 if S has no such run
 * or the run has not ended, or -1 on an error. */
int offer_digest(struct digest *d, const struct store *s, const char *id,
		 struct err *err);

#endif
