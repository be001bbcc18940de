/*
 * out.h - writes outputs that appear whole or not at all.  "-" is stdout.
 */
#ifndef FILE_OUT_H
#define FILE_OUT_H

#include <stdint.h>
#include <sys/types.h>

#include "file/watch.h"

/* An output is either a temporary file beside PATH, which out_commit renames to
 * PATH, or stdout, whose bytes are held back until out_commit or out_flush. */
struct out {
	int fd, open, to_stdout;
	int failed; /* errno of the first failure, or 0 */
	enum file_kind kind;
	char *path, *at, *temp;
	struct buf data; /* bytes not written yet */
	struct buf sent; /* stdout only: bytes already written */
	int direct; /* 1: PATH is a device or a pipe and is written directly */
	struct err err; /* the first failure; out_commit reports it */
};
int out_open(struct out *o, const char *path, enum file_kind kind,
	     struct err *err);
/* If one of these fails, O keeps the error and out_commit reports it, so
 * callers need not check each call. */
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
/* Waits until all images that were read are hashed (in_settle), renames the
 * output to its path and tells the watcher.  If an input has changed, fails and
 * makes no output.  A second call does nothing.  out_commit_sync does the same,
 * but first makes sure that the bytes are on disk. */
int out_commit(struct out *o, struct err *err);
int out_commit_sync(struct out *o, struct err *err);
/* For a signal handler: removes the temporary files of all open outputs. */
void out_abandon(void);
/* Frees O.  An output that was not committed leaves no file behind. */
void out_release(struct out *o);

/* Returns 0 if an output can be made at PATH: makes a temporary file there and
 * removes it. */
int out_try(const char *path, struct err *err);

/* Makes the file PATH with the N bytes DATA: opens, adds and commits. */
int out_write(const char *path, const void *data, size_t n, struct err *err);

/* Appends DATA to the file PATH with a single write; makes the file if there is
 * none.  If SYNC is 1, the whole file is on disk when this returns. */
int out_append(const char *path, const void *data, size_t n, int sync,
	       struct err *err);

/* Shorten PATH, a live file of the run, to its first N bytes.  Fails with
 * err_data if it is shorter, or if byte N is not the end of a line. */
int out_shorten(const char *path, uint64_t n, struct err *err);

/*
 * A killed process leaves its temporary files behind.  So that others can
 * remove them, a process holds each of its temporary files (out_hold) until the
 * file has its final name.  The next process that writes in that directory
 * removes those that nobody holds.
 */
/* Holds the open file FD until it is closed. */
void out_hold(int fd);

/* Removes from DIR the regular files for whose names IS_TEMPORARY returns 1, if
 * nobody holds them and nobody has written to them for a minute.  (A process
 * that has just made a file may not hold it yet.)  Files that cannot be read or
 * removed are left alone. */
void out_sweep(const char *dir, int (*is_temporary)(const char *name));

/* Returns 1 if nobody holds the file or directory PATH and nobody has written
 * to it for a minute. */
int out_is_abandoned(const char *path);

#endif
