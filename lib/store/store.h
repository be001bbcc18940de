/*
 * store.h - the store `.xp/`: objects by content, runs, refs.
 *
 *	.xp/version		"xp 1"
 *	.xp/objects/ab/cdef..	content named by its SHA-256, read-only
 *	.xp/runs/ID/		one directory a run
 *	.xp/refs/NAME		a name that a person gave: one run id
 *	.xp/tmp/		files on their way in
 *	.xp/index		a cache of `xp-log ls`; may be deleted
 *	.xp/digests		a cache of the digests of code; likewise
 *	.xp/written		outputs that look like code (code/written.h)
 *
 * Plain files, no daemon, no database; several writers at once are fine.
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

/* The store for work in the current directory: $XP_DIR (the store
 * itself), else the nearest `.xp` upwards.  1: found, 0: there is none,
 * -1: unusable. */
int store_find(struct store *s, struct err *err);
/* The same, but none is err_data that says what to do. */
int store_need(struct store *s, struct err *err);
/* Makes a store: in WHERE/.xp, or with NULL in $XP_DIR, else at the top of
 * the git work tree, else here.  1: made, 0: it was there (perhaps
 * half-made), -1: see ERR. */
int store_make(struct store *s, const char *where, struct err *err);
void store_release(struct store *s);
/* Tries to write where a run writes; 0 when that works. */
int store_writable(const struct store *s, struct err *err);

/* "PATH/NAME" in the store; the caller frees it. */
char *store_join(const struct store *s, const char *name);
/* Names in the store's directory DIR that KEEP accepts, sorted. */
int store_list(const struct store *s, const char *dir,
	       int (*keep)(const char *name), struct strs *names,
	       struct err *err);
/* Make the store's file NAME ("runs/ID/end.json") hold DATA, whole and
 * durable. */
int store_write(const struct store *s, const char *name, const void *data,
		size_t n, struct err *err);
/* 1: all of file NAME is in TO, 0: it is not there, -1: see ERR. */
int store_read(const struct store *s, const char *name, struct buf *to,
	       struct err *err);

#endif
