/*
 * checkout.h - lays out the code and the inputs of a run in a new directory.
 */
#ifndef ARCHIVE_CHECKOUT_H
#define ARCHIVE_CHECKOUT_H

#include "base/messages.h"
#include "run/run.h"

/* Lays out code and inputs of run ID of S in DIR, new or empty, each file at
 * its place.  DIR is made whole or not at all.  Appends a line of sh to COMMAND
 * that runs the command again from DIR.  TALK gets warnings of code left out.
 * Fails with err_data if an input is missing or has changed. */
int checkout(const struct store *s, const char *id, const char *dir,
	     struct buf *command, struct messages *talk, struct err *err);

#endif
