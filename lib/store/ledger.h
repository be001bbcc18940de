/*
 * ledger.h - the ledger: the digests of all records, to find damaged records.
 *
 * The file `records` of a store has a line for each record of a run
 * (start.json, end.json, note, resume-N.json) and each tag, so that `sha256sum
 * -c records` checks them.  Lines are only appended; the last one of a path
 * counts.  A digest of zeros says that the path was removed on purpose.
 *
 * The line of a new file is added after the file is written.  A note or tag
 * that changes gets a line before and the same line after the change: this
 * tells a change by somebody else from a kill.
 */
#ifndef STORE_LEDGER_H
#define STORE_LEDGER_H

#include "base/buf.h"
#include "store/file_list.h"
#include "store/store.h"

#define LEDGER "records"

/* Appends a line for PATH of S ("refs/best") with the digest D (NULL: PATH was
 * removed).  The line is on disk when this returns. */
int ledger_add(const struct store *s, const char *path, const struct digest *d,
	       struct err *err);

/* Does the same with the digest of the file PATH, or NULL if it is missing. */
int ledger_add_file(const struct store *s, const char *path, struct err *err);

/* Adds the lines to L, in their order, and the numbers of damaged lines to BAD.
 * Ignores a line that a full disk or a kill has cut off.  A missing ledger is
 * empty. */
int ledger_read(const struct store *s, struct file_list *l, struct strs *bad,
		struct err *err);

/* Adds to L what the archive that S was restored from says of the records that
 * it held, each line twice: what was confirmed.  That comes before the lines of
 * the ledger. */
void ledger_read_restored(const struct store *s, struct file_list *l);

/* Notes and tags are announced in the ledger before they are written, and
 * confirmed by the same line once more.  Between the two a kill may leave what
 * was there before.  Older versions wrote one line, after the file.  Returns 1
 * if the content B of a note or tag, whose last line has the digest WANT, and
 * the line before OLD (NULL: none), is one of these. */
int ledger_may_be(const struct digest *want, const struct digest *old,
		  const struct buf *b, int is_note);

/* Returns 1 if the content B of PATH, the note or a tag of run ID, may be what
 * xp-log wrote, and 0 if the ledger says that somebody else changed it.  The
 * caller keeps others from writing a note meanwhile, by flock. */
int ledger_agrees(const struct store *s, const char *path, const char *id,
		  const struct buf *b, struct err *err);

/* Returns 1 if the ledger, or the list of an archive, may have a line for PATH,
 * 0 if neither has one.  Does not read the lines, and so costs little. */
int ledger_has(const struct store *s, const char *path);

/* Returns 1 if D says that the path was removed. */
int ledger_is_gone(const struct digest *d);

#endif
