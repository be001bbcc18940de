/*
 * mend.h - fetches files of another store by their digests, to repair a store.
 *
 * The asking side sends one message WIRE_OBJECTS with a line "DIGEST PATH" for
 * each file; PATH is "objects/..." or "runs/ID/NAME".  For each line, in this
 * order, the answering side sends WIRE_FILE ("DIGEST SIZE") and the bytes, or
 * WIRE_END if it has no such file with this digest.
 *
 * Inside lib/remote only.
 */
#ifndef REMOTE_MEND_H
#define REMOTE_MEND_H

#include "remote/wire.h"
#include "upkeep/repair.h"

/* Asks for the objects and files of runs that the findings of F want.  Writes
 * them below the directory DIR, by their paths in a store.  The caller checks
 * the digests. */
int mend_ask(struct wire *w, const struct fsck_report *f, const char *dir,
	     struct err *err);

/* Answers with files of S. */
int mend_answer(struct wire *w, const struct store *s, struct err *err);

#endif
