/*
 * out.h - outputs that appear whole or not at all.  "-" is standard output.
 */
#ifndef FILE_OUT_H
#define FILE_OUT_H

#include <stdint.h>
#include <sys/types.h>

#include "file/watch.h"

/* An output: either a temporary file beside PATH, which out_commit renames to
 * PATH, or stdout, whose bytes are held back until out_commit (or
 * out_flush). */
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
/* An error in these is kept in O and reported by out_commit, so callers need
 * not check each call. */
void out_add(struct out *o, const void *data, size_t n);
void out_str(struct out *o, const char *text);
void out_printf(struct out *o, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
/* For libtiff: random access to the temporary file. */
ssize_t out_write_at(struct out *o, const void *data, size_t n,
		     uint64_t offset);
ssize_t out_read_at(struct out *o, void *to, size_t n, uint64_t offset);
/* If O is stdout, write the bytes held back so far now. */
void out_flush(struct out *o);
/* Wait until the images that are read are hashed (in_settle), rename the output
 * to its path and tell the watcher of it.  Fails, and makes no output, when an
 * input is found changed.  A second call does nothing.  out_commit_sync makes
 * sure that the bytes are on disk before it renames the file. */
int out_commit(struct out *o, struct err *err);
int out_commit_sync(struct out *o, struct err *err);
/* For a signal handler: remove the temporary files of all open outputs. */
void out_abandon(void);
/* Free O.  An output that was not committed leaves no file behind. */
void out_release(struct out *o);

/* Returns 0 when an output can be made at PATH: it makes a temporary file
 * there and removes it. */
int out_try(const char *path, struct err *err);

/* Make the file PATH with the N bytes DATA: open, add and commit. */
int out_write(const char *path, const void *data, size_t n, struct err *err);

/* Append DATA to PATH, a live file of the run, with a single write; the file
 * is made if it does not exist.  With SYNC the whole file is on disk when this
 * returns. */
int out_append(const char *path, const void *data, size_t n, int sync,
	       struct err *err);

/* Shorten PATH, a live file of the run, to its first N bytes.  Fails with
 * err_data if it is shorter, or if byte N is not the end of a line. */
int out_shorten(const char *path, uint64_t n, struct err *err);

/*
 * Temporary files that a killed process left behind.  A process that makes a
 * temporary file holds it (out_hold) until the file has its final name; the
 * next process that writes in that directory removes those that nobody holds.
 */
/* Mark the open file FD as in use until it is closed. */
void out_hold(int fd);

/* Remove from DIR the plain files for whose names IS_TEMPORARY returns 1, if
 * nobody holds them and nobody has written to them for a minute (a process
 * that has just made a file may not hold it yet).  What cannot be read or
 * removed is left as it is. */
void out_sweep(const char *dir, int (*is_temporary)(const char *name));

/* Returns 1 when nobody holds the file or directory PATH and nobody has
 * written to it for a minute. */
int out_is_abandoned(const char *path);

#endif
