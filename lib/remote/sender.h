/*
 * sender.h - the sending side of a link: offers runs to a receiver and sends
 * them.
 *
 * Inside lib/remote only.
 */
#ifndef REMOTE_SENDER_H
#define REMOTE_SENDER_H

#include "remote/wire.h"
#include "upkeep/transfer.h"

/* Offers the N runs NAME of FROM and the runs that made their inputs or, if N
 * is 0, all runs.  Sends the runs and objects that the receiver at the other
 * end of W wants.  T becomes what the receiver counted. */
int sender_run(struct wire *w, struct transfer *t, const struct store *from,
	       int n, char **name, struct err *err);

#endif
