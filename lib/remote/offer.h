/*
 * offer.h - tells whether two stores have equal copies of a run, by a digest.
 *
 * Inside lib/remote only.
 */
#ifndef REMOTE_OFFER_H
#define REMOTE_OFFER_H

#include "base/buf.h"
#include "store/store.h"

/* Sets D to the digest of start.json, end.json and the notes of run ID; all
 * else in two copies of one run is equal.  Returns 1, or 0 if S has no such run
 * or the run has not ended, or -1. */
int offer_digest(struct digest *d, const struct store *s, const char *id,
		 struct err *err);

#endif
