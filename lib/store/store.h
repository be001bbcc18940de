/*
 * store.h - the store `.xp/`: objects by content, runs, refs.
 *
 *	.xp/version		"xp 1"
 *	.xp/objects/ab/cdef..	content, read-only, under its SHA-256
 *	.xp/runs/ID/		one directory a run
 *	.xp/refs/NAME		the id of the run that has the tag NAME
 *	.xp/records		digests of the records (ledger.h)
 *	.xp/lock		held while objects are added or removed
 *	.xp/tmp/		files that are still being written
 *	.xp/index		a cache of `xp-log ls`; may be deleted
 *	.xp/digests		a cache of the digests of code; may be deleted
 *	.xp/images		a cache of the digests of images; may be deleted
 *	.xp/written		a list of outputs that look like code
 *				(code/written_by_runs.h)
 *
 * All of these are plain files.  There is no daemon and no database.  Several
 * processes may write to a store at once.
 */
#ifndef STORE_STORE_H
#define STORE_STORE_H

#include "base/buf.h"
#include "file/digest.h"
#include "base/err.h"
#include "base/strs.h"

struct store {
	char *path; /* absolute: ".../project/.xp" */
};

/* Finds the store for work in the current directory.  This is the directory
 * $XP_DIR if XP_DIR is set, else the nearest `.xp` here or in a directory
 * above.  Returns 1, or 0 if there is no store, or -1 if the store cannot be
 * used. */
int store_find(struct store *s, struct err *err);

/* Does the same, but a missing store is err_data.  The message says what to
 * do. */
int store_need(struct store *s, struct err *err);

/* Makes a store in WHERE/.xp.  If WHERE is NULL, the store is made in $XP_DIR,
 * else in .xp at the top of the git work tree, else in .xp here.  Returns 1 if
 * the store was made, 0 if the store existed already (perhaps incomplete), -1
 * on an error. */
int store_make(struct store *s, const char *where, struct err *err);
void store_release(struct store *s);

/* Tries to write in each directory in which a run writes.  Returns 0 if that
 * works. */
int store_writable(const struct store *s, struct err *err);

/* Returns the path of the file NAME of the store; the caller frees it. */
char *store_join(const struct store *s, const char *name);

/* Fills NAMES with the sorted names in the store's directory DIR.  Leaves out
 * names for which KEEP returns 0. */
int store_list(const struct store *s, const char *dir,
	       int (*keep)(const char *name), struct strs *names,
	       struct err *err);

/* Makes the store's file NAME ("runs/ID/end.json") with the content DATA, or
 * replaces the file, completely and durably. */
int store_write(const struct store *s, const char *name, const void *data,
		size_t n, struct err *err);

/* Reads the whole file NAME of the store into TO.  Returns 1, or 0 if the file
 * does not exist, or -1 on an error. */
int store_read(const struct store *s, const char *name, struct buf *to,
	       struct err *err);

#endif
