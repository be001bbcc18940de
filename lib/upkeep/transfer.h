/*
 * transfer.h - copies runs from one store to another.
 */
#ifndef UPKEEP_TRANSFER_H
#define UPKEEP_TRANSFER_H

#include "base/messages.h"
#include "store/store.h"

/* Opens the store DIR or DIR/.xp.  With MAKE, makes the store if there is
 * none. */
int transfer_open(struct store *s, const char *dir, int make, struct err *err);

/* Copies runs from FROM to TO, with the objects that they need, their notes and
 * their tags.  NAME has the names of N runs in FROM.  These runs and the runs
 * that made their inputs are copied.  With N 0, all runs are copied.  Only what
 * TO lacks is copied, and each content is checked.  A run appears in TO only
 * when all that the run needs is there.  So the next call goes on where an
 * interrupted call stopped.  Runs that have not ended are left out.  If a tag
 * names another run in TO, the tag in TO does not change.  TALK gets messages
 * about all of this. */
int transfer(const struct store *from, const struct store *to, int n,
	     char **name, struct messages *talk, struct err *err);

#endif
