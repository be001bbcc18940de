/*
 * mend.h - fetches single files of a store whose digests are known, to repair
 * another store.
 *
 * The asking side sends one message WIRE_OBJECTS with a line "DIGEST PATH" for
 * each file; PATH is "objects/..." or "runs/ID/NAME".  The answering side sends
 * for each line, in this order, WIRE_FILE ("DIGEST SIZE") and the bytes, or
 * WIRE_END if it has no such file with this digest.
 *
 * Inside lib/remote only.
 */
#ifndef REMOTE_MEND_H
#define REMOTE_MEND_H

#include "remote/wire.h"
#include "upkeep/repair.h"

/* Asks for what the findings of F want.  Writes what comes into the directory
 * DIR, as a store has it.  The caller checks the digests. */
int mend_ask(struct wire *w, const struct fsck_report *f, const char *dir,
	     struct err *err);

/* Answers with files of S. */
int mend_answer(struct wire *w, const struct store *s, struct err *err);

#endif
