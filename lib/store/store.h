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
 *	.xp/made		a cache of which run wrote what; may be deleted
 *	.xp/digests		a cache of the digests of code; may be deleted
 *	.xp/images		a cache of the digests of images; may be deleted
 *	.xp/written		a list of outputs that look like code
 *				(code/written_by_runs.h)
 *
 * All of these are plain files.  Several processes may write to a store at
 * once.
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

/* Finds the store for the current directory: $XP_DIR if that is set, else the
 * nearest `.xp` here or in a directory above.  Returns 1, or 0 if there is
 * none, or -1 if it cannot be used.  The caller releases S. */
int store_find(struct store *s, struct err *err);

/* Finds the store as store_find does and returns 0.  Fails with err_data if
 * there is none; the message says what to do. */
int store_need(struct store *s, struct err *err);

/* Makes a store in WHERE/.xp.  If WHERE is NULL, the store is $XP_DIR if that
 * is set, else .xp at the top of the git work tree, else .xp here.  Returns 1,
 * or 0 if the store, perhaps incomplete, existed already, or -1 on an error.
 * The caller releases S. */
int store_make(struct store *s, const char *where, struct err *err);
void store_release(struct store *s);

/* Fails with err_sys if a directory or file that a run changes cannot be
 * written. */
int store_writable(const struct store *s, struct err *err);

/* Returns the path of NAME in the store; the caller frees it. */
char *store_join(const struct store *s, const char *name);

/* Adds to NAMES the names in the store's directory DIR for which KEEP returns
 * 1, and sorts NAMES. */
int store_list(const struct store *s, const char *dir,
	       int (*keep)(const char *name), struct strs *names,
	       struct err *err);

/* Makes or replaces NAME ("runs/ID/end.json") of the store with the content
 * DATA, whole and durable. */
int store_write(const struct store *s, const char *name, const void *data,
		size_t n, struct err *err);

/* Reads NAME of the store into TO.  Returns 1, or 0 if there is no such file,
 * or -1 on an error. */
int store_read(const struct store *s, const char *name, struct buf *to,
	       struct err *err);

#endif
