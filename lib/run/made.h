/*
 * made.h - which runs wrote a content: the lists of outputs of all runs, kept
 * in the file `.xp/made`, so that not every run's list is read each time.
 *
 * The file says up to where of the ledger it holds. What changed since then is
 * read from the runs themselves, and so is what had not ended. It may be
 * deleted at any time.
 */
#ifndef RUN_MADE_H
#define RUN_MADE_H

#include "store/file_list.h"
#include "store/store.h"

struct made;

/* Opens the lists of S, which must stay valid.  The caller closes *M. */
int made_open(struct made **m, const struct store *s, struct err *err);

/* Appends to IDS the runs that may have written D, the oldest first.  The
 * caller looks into their lists.  The empty content was made by none: it would
 * link all runs. */
void made_by(const struct made *m, const struct digest *d, struct strs *ids);
void made_close(struct made *m);

/* Returns 1 if the file is damaged. */
int made_is_damaged(const struct store *s);

/* Removes the file, since a list was repaired. */
void made_drop(const struct store *s);

#endif
