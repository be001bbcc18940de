/*
 * out.h - writes outputs that appear whole or not at all.  "-" is stdout.
 */
#ifndef FILE_OUT_H
#define FILE_OUT_H

#include <stdint.h>
#include <sys/types.h>

#include "file/watch.h"

/* An output: either a temporary file beside PATH, or stdout.  out_commit
 * renames the temporary file to PATH.  Bytes for stdout are held back until
 * out_commit or out_flush. */
struct out {
	int fd, open, to_stdout;
	int failed; /* errno of the first failure, or 0 */
	enum file_kind kind;
	/* path as given, path at which the file is, path of the temporary
	 * file */
	char *path, *at, *temp;
	struct buf data; /* bytes not written yet */
	struct buf sent; /* bytes already written, if to stdout */
	int direct; /* 1: PATH is a device or a pipe and is written directly */
	struct err err; /* the first failure; out_commit reports it */
};
int out_open(struct out *o, const char *path, enum file_kind kind,
	     struct err *err);

/* Add bytes at the end.  If one of these functions fails, O keeps the error and
 * out_commit reports it.  So callers need not check each call. */
void out_add(struct out *o, const void *data, size_t n);
void out_str(struct out *o, const char *text);
void out_printf(struct out *o, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* Write and read the temporary file at any offset. */
ssize_t out_write_at(struct out *o, const void *data, size_t n,
		     uint64_t offset);
ssize_t out_read_at(struct out *o, void *to, size_t n, uint64_t offset);

/* If O is stdout, writes the bytes held back so far. */
void out_flush(struct out *o);

/* out_commit waits until all images that were read are hashed (in_settle),
 * renames the output to its path and tells the watcher.  If an input has
 * changed, out_commit fails and makes no output.  A second call does nothing.
 * out_commit_sync does the same after it has made sure that the bytes are on
 * disk. */
int out_commit(struct out *o, struct err *err);
int out_commit_sync(struct out *o, struct err *err);

/* For a signal handler: removes the temporary files of all open outputs. */
void out_abandon(void);

/* Frees O.  An output that was not committed leaves no file behind. */
void out_release(struct out *o);

/* Returns 0 if an output can be made at PATH.  To find out, makes a temporary
 * file there and removes it. */
int out_try(const char *path, struct err *err);

/* Makes the file PATH with the N bytes DATA: opens, adds and commits. */
int out_write(const char *path, const void *data, size_t n, struct err *err);

/* Appends DATA to the file PATH with a single write; makes the file if there is
 * none.  If SYNC is 1, the whole file is on disk when this returns. */
int out_append(const char *path, const void *data, size_t n, int sync,
	       struct err *err);

/* Shortens the file PATH, to which a run appends lines, to its first N bytes.
 * Fails with err_data if the file is shorter, or if these bytes do not end with
 * a line. */
int out_shorten(const char *path, uint64_t n, struct err *err);

/*
 * A killed process leaves its temporary files behind.  A process holds each of
 * its temporary files (out_hold) until the file has its final name.  So a
 * temporary file that nobody holds was left behind.  The next process that
 * writes in the same directory removes it.
 */
/* Holds the open file FD until it is closed. */
void out_hold(int fd);

/* Removes abandoned temporary files from DIR.  A regular file is temporary if
 * IS_TEMPORARY returns 1 for its name.  It is abandoned if nobody holds it and
 * nobody has written to it for a minute.  (During this minute, the process that
 * has made the file may not hold it yet.)  Files that cannot be read or removed
 * are left alone. */
void out_sweep(const char *dir, int (*is_temporary)(const char *name));

/* Returns 1 if nobody holds the file or directory PATH and nobody has written
 * to it for a minute. */
int out_is_abandoned(const char *path);

#endif
