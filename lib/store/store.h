/*
 * store.h - the archive `.xp/`: objects by content, runs, refs.
 *
 *	.xp/version		"xp 1"
 *	.xp/objects/ab/cdef..	content named by its SHA-256, read-only
 *	.xp/runs/ID/		one directory a run
 *	.xp/refs/NAME		a name that a person gave: one run id
 *	.xp/tmp/		files on their way in
 *
 * Plain files, no daemon, no database; several writers at once are fine.
 */
#ifndef STORE_STORE_H
#define STORE_STORE_H

#include "base/buf.h"
#include "base/digest.h"
#include "base/err.h"
#include "base/strs.h"

struct store {
	char *path;		/* ".../.xp" */
};

/* The archive for work in the current directory: $XP_DIR, else the nearest
 * `.xp` upwards.  1: found, 0: there is none, -1: unusable. */
int store_find(struct store *s, struct err *err);
/* Make one: in $XP_DIR, else at the top of the git work tree, else here.
 * Doing it again is fine. */
int store_make(struct store *s, const char *where, struct err *err);
void store_release(struct store *s);
/* 0 when a run can be written: tried, not guessed. */
int store_writable(const struct store *s, struct err *err);

/* Put content in; ID becomes its digest.  Durable when it returns. */
int store_put(const struct store *s, const void *data, size_t n,
	      struct digest *id, struct err *err);
/* Put a file in.  Cloned where the file system can; the stored bytes are
 * what is hashed.  Fails when they are not EXPECT (NULL: not checked). */
int store_put_file(const struct store *s, const char *path,
		   const struct digest *expect, struct digest *id,
		   struct err *err);
int store_has(const struct store *s, const struct digest *id);
/* The whole object, checked against its name. */
int store_get(const struct store *s, const struct digest *id,
	      struct buf *to, struct err *err);
/* Path of an object's file (whether it exists or not); caller frees. */
char *store_object_path(const struct store *s, const struct digest *id);
/* Copy an object to PATH (made whole or not at all), checked. */
int store_copy_out(const struct store *s, const struct digest *id,
		   const char *path, struct err *err);

#endif
