/*
 * checkout.h - the code and inputs of a run, laid out in a directory of their
 * own.
 */
#ifndef ARCHIVE_CHECKOUT_H
#define ARCHIVE_CHECKOUT_H

#include "base/messages.h"
#include "run/run.h"

/* Lays out the code that run ID of S used and the inputs that it read in DIR,
 * which must not exist or be empty, each at the place where the run had it.
 * Appends to COMMAND, as a line of sh, what runs it again there.  TALK gets
 * warnings about code that was left out.  An input that can no longer be had is
 * err_data; DIR is made whole or not at all. */
int checkout(const struct store *s, const char *id, const char *dir,
	     struct buf *command, struct messages *talk, struct err *err);

#endif
