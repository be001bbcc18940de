/*
 * checkout.h - lays out the code and the inputs of a run in a new directory.
 */
#ifndef ARCHIVE_CHECKOUT_H
#define ARCHIVE_CHECKOUT_H

#include "base/messages.h"
#include "run/run.h"

/* Lays out the code and the inputs of run ID of S in the directory DIR, each
 * file at the place that it had for the run, and makes a store in DIR.  DIR is
 * made whole or not at all.  Appends to COMMAND a line of sh that runs the
 * command again from DIR.  TALK gets warnings about code that is left out.
 * Fails with err_data if an input is missing or has changed, and with err_usage
 * if DIR is not new or empty. */
int checkout(const struct store *s, const char *id, const char *dir,
	     struct buf *command, struct messages *talk, struct err *err);

#endif
