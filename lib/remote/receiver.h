/*
 * receiver.h - the side of a link that takes runs.
 *
 * Nothing that the sender says is trusted.  Objects are named by the digest of
 * the bytes that came.  A record is put together in the store's tmp/, read and
 * checked there, and only then copied to where runs are.
 *
 * Inside lib/remote only.
 */
#ifndef REMOTE_RECEIVER_H
#define REMOTE_RECEIVER_H

#include "remote/wire.h"
#include "upkeep/transfer.h"

/* Takes from the sender at the other end of W what TO lacks, and counts it in
 * T.  Messages about it go to T->talk. */
int receiver_run(struct wire *w, struct transfer *t, const struct store *to,
		 struct err *err);

#endif
