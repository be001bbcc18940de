/*
 * checkout.h - lays out the code and the inputs of a run in a new directory.
 */
#ifndef ARCHIVE_CHECKOUT_H
#define ARCHIVE_CHECKOUT_H

#include "base/messages.h"
#include "run/run.h"

/* Lays out the code and the inputs of run ID of S in the directory DIR, which
 * is new or empty.  Each file gets the place in DIR that it had for the run.
 * DIR is made whole or not at all.  Appends to COMMAND a line of sh that runs
 * the command again from DIR.  TALK gets warnings about code that is left out.
 * Fails with err_data if an input is missing or has changed. */
int checkout(const struct store *s, const char *id, const char *dir,
	     struct buf *command, struct messages *talk, struct err *err);

#endif
