/*
 * ledger.h - keeps the digests of all records, so that damage to a record is
 * found.
 *
 * The file `records` of a store has a line, as sha256sum writes it, for each
 * start.json, end.json, note and tag, so `sha256sum -c records` checks them.
 * Lines are only ever appended.  If several lines have the same path, the last
 * line counts.  A digest of zeros means that the path was removed on purpose.
 */
#ifndef STORE_LEDGER_H
#define STORE_LEDGER_H

#include "store/file_list.h"
#include "store/store.h"

#define LEDGER "records"

/* Adds a line for the file PATH of S ("refs/best") with its digest D.  If D is
 * NULL, the line says that the file was removed.  The line is durable when this
 * returns. */
int ledger_add(const struct store *s, const char *path, const struct digest *d,
	       struct err *err);

/* Does the same, but reads the file to get its digest. */
int ledger_add_file(const struct store *s, const char *path, struct err *err);

/* Reads the lines of the ledger of S into L, in their order, and the numbers of
 * damaged lines into BAD.  A line that a full disk has cut off is ignored.  A
 * missing ledger is no error. */
int ledger_read(const struct store *s, struct file_list *l, struct strs *bad,
		struct err *err);

/* Returns 1 if D is the digest of zeros, which means that a path was
 * removed. */
int ledger_is_gone(const struct digest *d);

#endif
