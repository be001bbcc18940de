/*
 * transfer.h - copies runs from one store to another.
 */
#ifndef UPKEEP_TRANSFER_H
#define UPKEEP_TRANSFER_H

#include "base/messages.h"
#include "store/store.h"

/* Opens the store in DIR: DIR itself, or DIR/.xp; with MAKE it is made if there
 * is none. */
int transfer_open(struct store *s, const char *dir, int make, struct err *err);
/*
 * Copies the N runs that NAME names in FROM, and those that made their inputs,
 * or, with N 0, all runs, to TO with the objects that they need, their notes
 * and tags.  Only what TO lacks is copied, each content is checked, and a run
 * appears in TO when all that it needs is there: the next call goes on where
 * one was interrupted.  Runs that have not ended are left out.  A tag that
 * names another run in TO stays.  TALK says all of that.
 */
int transfer(const struct store *from, const struct store *to, int n,
	     char **name, struct messages *talk, struct err *err);

#endif
