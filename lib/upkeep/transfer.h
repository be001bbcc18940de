/*
 * transfer.h - copies runs from one store to another.
 */
#ifndef UPKEEP_TRANSFER_H
#define UPKEEP_TRANSFER_H

#include "base/messages.h"
#include "store/store.h"

/* Opens the store DIR or DIR/.xp, or makes one if MAKE is 1.  The caller
 * releases S. */
int transfer_open(struct store *s, const char *dir, int make, struct err *err);

/* Copies the N runs NAME and the runs that made their inputs, or all runs if N
 * is 0, from FROM to TO, with objects, notes and tags.  Copies only what TO
 * lacks, and checks it.  A run appears in TO when all that it needs is there,
 * so an interrupted call can be repeated.  Runs that have not ended are left
 * out.  A tag of another run in TO stays.  TALK gets messages on all of
 * this. */
int transfer(const struct store *from, const struct store *to, int n,
	     char **name, struct messages *talk, struct err *err);

#endif
