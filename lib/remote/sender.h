/*
 * sender.h - the side of a link that gives runs.
 *
 * Inside lib/remote only.
 */
#ifndef REMOTE_SENDER_H
#define REMOTE_SENDER_H

#include "remote/wire.h"
#include "upkeep/transfer.h"

/* Offers N runs of FROM, named NAME (with N 0, all), with those that made their
 * inputs, and sends what the receiver at the other end of W wants.  T becomes
 * what the receiver counted. */
int sender_run(struct wire *w, struct transfer *t, const struct store *from,
	       int n, char **name, struct err *err);

#endif
