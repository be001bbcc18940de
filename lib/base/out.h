/*
 * out.h - outputs that appear whole or not at all.  "-" is standard output.
 */
#ifndef BASE_OUT_H
#define BASE_OUT_H

#include <stdint.h>
#include <sys/types.h>

#include "base/watch.h"

/* An output: a temporary file beside PATH that out_commit renames, or
 * stdout, whose bytes are held back until out_commit (or out_flush). */
struct out {
	int fd, open, to_stdout;
	int failed; /* errno of the first failure, or 0 */
	enum file_kind kind;
	char *path, *at, *temp;
	struct buf data; /* bytes not yet written */
	struct buf sent; /* stdout only: bytes already written */
	int direct;	 /* a device or pipe: no temporary file */
	struct err err;	 /* the first failure; out_commit reports it */
};
int out_open(struct out *o, const char *path, enum file_kind kind,
	     struct err *err);
/* Errors are kept and reported by out_commit, so calls need no check. */
void out_add(struct out *o, const void *data, size_t n);
void out_str(struct out *o, const char *text);
void out_printf(struct out *o, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
/* For libtiff: random access to the temporary file. */
ssize_t out_write_at(struct out *o, const void *data, size_t n,
		     uint64_t offset);
ssize_t out_read_at(struct out *o, void *to, size_t n, uint64_t offset);
/* Write what is there to stdout now. */
void out_flush(struct out *o);
/* Wait until no input is known to have changed (in_settle), give the output
 * its name and tell the watcher.  A second call does nothing.  With _sync it
 * is on disk before the name changes. */
int out_commit(struct out *o, struct err *err);
int out_commit_sync(struct out *o, struct err *err);
/* For a signal handler: remove the temporary files of all open outputs. */
void out_abandon(void);
/* Before a commit: drop everything.  After: free memory. */
void out_release(struct out *o);

/* 0 when an output can be made at PATH: makes and removes one. */
int out_try(const char *path, struct err *err);

/* Write a small file in one go. */
int out_write(const char *path, const void *data, size_t n, struct err *err);

/* Add to the end of a live file of the run, made if need be: one write.
 * SYNC: all that it holds is on disk when this returns. */
int out_append(const char *path, const void *data, size_t n, int sync,
	       struct err *err);

/*
 * Temporary files that a kill left behind.  Who makes one holds it until it
 * has got its name; the next one who works in that directory removes those
 * that nobody holds.
 */
/* Marks the open file FD as in use until it is closed. */
void out_hold(int fd);

/* Removes from DIR the plain files that IS_TEMPORARY names, that nobody holds
 * and that were not written to for a minute (a new one is not held yet).
 * Nothing happens where DIR cannot be read or written. */
void out_sweep(const char *dir, int (*is_temporary)(const char *name));

/* Whether nobody holds the file or directory PATH, which was not written to
 * for a minute. */
int out_is_abandoned(const char *path);

#endif
