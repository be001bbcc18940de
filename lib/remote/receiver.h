/*
 * receiver.h - the receiving side of a link: takes runs from a sender.
 *
 * The receiver trusts nothing that the sender says.  It hashes each object from
 * the bytes that came.  It builds and checks the record of a run in the store's
 * tmp/ before it copies the record to runs/.
 *
 * Inside lib/remote only.
 */
#ifndef REMOTE_RECEIVER_H
#define REMOTE_RECEIVER_H

#include "remote/wire.h"
#include "upkeep/transfer.h"

/* Takes from the sender at the other end of W the runs and objects that TO
 * lacks.  Counts them in T, and adds messages to T->talk. */
int receiver_run(struct wire *w, struct transfer *t, const struct store *to,
		 struct err *err);

/* Returns 1 if a file in the directory of a run may have the name NAME. */
int receiver_is_name(const char *name);

#endif
