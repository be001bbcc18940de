/*
 * made.h - tells which runs wrote a content, by the lists of outputs of all
 * runs, kept in the file `.xp/made`.
 *
 * The file holds the lists up to a place in the ledger.  Lists that changed
 * since then, and those of runs that had not ended, are read from the runs.
 * The file may be deleted at any time.
 */
#ifndef RUN_MADE_H
#define RUN_MADE_H

#include "store/file_list.h"
#include "store/store.h"

struct made;

/* Opens the lists of S, which must stay valid.  The caller closes *M. */
int made_open(struct made **m, const struct store *s, struct err *err);

/* Adds to IDS the runs that may have written D, and sorts IDS, the oldest
 * first.  The caller looks into the lists of these runs.  Adds no run for the
 * empty content. */
void made_by(const struct made *m, const struct digest *d, struct strs *ids);
void made_close(struct made *m);

/* Returns 1 if the file is damaged. */
int made_is_damaged(const struct store *s);

/* Removes the file; called after a list was repaired. */
void made_drop(const struct store *s);

#endif
