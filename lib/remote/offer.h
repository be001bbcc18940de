/*
 * offer.h - the runs that one side has to give, with digests that tell whether
 * the other side has the same.
 *
 * Inside lib/remote only.
 */
#ifndef REMOTE_OFFER_H
#define REMOTE_OFFER_H

#include "base/buf.h"
#include "store/store.h"

/* Sets D to the digest of what can differ between two copies of run ID: its
 * start.json, end.json and notes.  Returns 1, or 0 if S has no such run or the
 * run has not ended, or -1 on an error. */
int offer_digest(struct digest *d, const struct store *s, const char *id,
		 struct err *err);

#endif
