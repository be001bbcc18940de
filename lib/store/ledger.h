/*
 * ledger.h - the ledger: the digests of all records, by which damage to a
 * record is found.
 *
 * The file `records` of a store has a line for each start.json, end.json, note
 * and tag, so that `sha256sum -c records` checks them.  Lines are only
 * appended; the last one of a path counts.  A digest of zeros says that the
 * path was removed on purpose.
 *
 * What a run writes is put there afterwards.  Notes and tags, which change, are
 * announced by a line before they are written and confirmed by the same line
 * afterwards, so that a change that nobody announced can be told from a kill.
 */
#ifndef STORE_LEDGER_H
#define STORE_LEDGER_H

#include "store/file_list.h"
#include "store/store.h"

#define LEDGER "records"

/* Adds a line for PATH of S ("refs/best") with the digest D.  If D is NULL, the
 * line says that PATH was removed.  The line is durable when this returns. */
int ledger_add(const struct store *s, const char *path, const struct digest *d,
	       struct err *err);

/* Does the same, but reads the file PATH to get its digest. */
int ledger_add_file(const struct store *s, const char *path, struct err *err);

/* Reads the lines into L, in their order, and the numbers of damaged lines into
 * BAD.  Ignores a line that a full disk has cut off.  A missing ledger is
 * empty. */
int ledger_read(const struct store *s, struct file_list *l, struct strs *bad,
		struct err *err);

/* Returns 1 if D is zeros: the path was removed. */
int ledger_is_gone(const struct digest *d);

#endif
