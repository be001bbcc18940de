/*
 * checkout.h - lays out the code and the inputs of a run in a new directory.
 */
#ifndef ARCHIVE_CHECKOUT_H
#define ARCHIVE_CHECKOUT_H

#include "base/messages.h"
#include "run/run.h"

/* Lays out the code and the inputs of run ID of S in the directory DIR.  DIR
 * must not exist, or it must be empty.  Each file gets the place in DIR that it
 * had for the run.  A line of sh that runs the command again, from DIR, is
 * appended to COMMAND.  TALK gets warnings about code that was left out.  An
 * input that is missing or has changed is err_data.  DIR is made whole or not
 * at all. */
int checkout(const struct store *s, const char *id, const char *dir,
	     struct buf *command, struct messages *talk, struct err *err);

#endif
