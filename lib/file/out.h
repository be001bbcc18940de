/*
 * out.h - writes outputs that appear whole or not at all.  The path "-" is
 * stdout.
 *
 * A file is written beside its path, under a temporary name, and renamed when
 * it is committed.  What goes to stdout is held back until out_commit or
 * out_flush.  A device or pipe is written directly.
 */
#ifndef FILE_OUT_H
#define FILE_OUT_H

#include <stdint.h>
#include <sys/types.h>

#include "file/watch.h"

/* an output; zeros: closed */
struct out {
	int fd, open, to_stdout;
	int failed; /* errno of the first failure, or 0 */
	enum file_kind kind;
	/* path as given; path where the file will be; path of the temporary
	 * file, or NULL */
	char *path, *at, *temp;
	struct buf data; /* bytes not written yet */
	struct buf sent; /* bytes already written, if to stdout */
	int direct; /* 1: PATH is a device or a pipe and is written directly */
	struct err err; /* the first failure; out_commit reports it */
};

/* Opens an output.  The caller releases O, also after out_commit.  Fails with
 * err_sys. */
int out_open(struct out *o, const char *path, enum file_kind kind,
	     struct err *err);

/* Append to the output.  A failure is kept in O and reported by out_commit, so
 * callers need not check each call. */
void out_add(struct out *o, const void *data, size_t n);
void out_str(struct out *o, const char *text);
void out_printf(struct out *o, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* Writes N bytes to the temporary file at OFFSET.  Returns N, or -1 with the
 * failure kept in O. */
ssize_t out_write_at(struct out *o, const void *data, size_t n,
		     uint64_t offset);

/* Reads up to N bytes of the temporary file at OFFSET, where appended bytes are
 * only after out_flush.  Returns their number, or -1 with errno. */
ssize_t out_read_at(struct out *o, void *to, size_t n, uint64_t offset);

/* Writes the bytes appended so far, to stdout or to the temporary file. */
void out_flush(struct out *o);

/* Renames the file to its path, or writes stdout, and tells the watcher, except
 * of a device, a pipe or a file of the run itself (path_own).  Waits first
 * until all images that were read are hashed (in_settle), and makes no output
 * if an input has changed.  Does nothing after a success. */
int out_commit(struct out *o, struct err *err);

/* Does what out_commit does, and makes sure that the bytes are on disk. */
int out_commit_sync(struct out *o, struct err *err);

/* Sets whether out_commit from now on leaves a file that already has the bytes
 * of the output as it is, with its time (KEEP 1), or replaces it (0). */
void out_keep_unchanged(int keep);

/* For a signal handler: removes the temporary files of open outputs, of 64 at
 * most. */
void out_abandon(void);

/* Frees O.  Without out_commit, no file is left behind. */
void out_release(struct out *o);

/* Returns 0 if an output can be made at PATH, or fails with err_sys.  Makes and
 * removes a temporary file to find out. */
int out_try(const char *path, struct err *err);

/* Makes the file PATH with the N bytes DATA: out_open, out_add and
 * out_commit. */
int out_write(const char *path, const void *data, size_t n, struct err *err);

/* Appends N bytes to the file PATH in a single write.  Makes the file if there
 * is none.  Does not tell the watcher.  If SYNC is 1, the bytes are on disk
 * when this returns.  Fails with err_sys, also if only a part was written. */
int out_append(const char *path, const void *data, size_t n, int sync,
	       struct err *err);

/* Shortens the file PATH to its first N bytes.  Fails with err_data if the file
 * is missing or shorter, or if byte N does not end a line. */
int out_shorten(const char *path, uint64_t n, struct err *err);

/* Temporary files of killed processes.
 *
 * A living process holds each of its temporary files.  One that nobody holds
 * was left behind; the next process that writes in the same directory removes
 * it. */
/* Holds the open file FD until it is closed. */
void out_hold(int fd);

/* Removes the abandoned temporary files (out_is_abandoned) in DIR, those whose
 * name IS_TEMPORARY returns 1 for.  Failures are not reported. */
void out_sweep(const char *dir, int (*is_temporary)(const char *name));

/* Returns 1 if nobody holds the file or directory PATH and its time is over a
 * minute old.  (A younger one may not be held yet.) */
int out_is_abandoned(const char *path);

/* Returns 1 if nobody holds PATH, however young it is.  The caller knows that
 * its maker has ended. */
int out_is_unheld(const char *path);

/* Returns where the last whole record of the file FD of SIZE bytes ends. */
typedef uint64_t out_whole_fn(int fd, uint64_t size);

/* Cuts off what a killed writer left of the last record of PATH, behind which
 * no reader would read on.  Returns 1 if the file has whole records, 0 if it is
 * empty now, or -1. */
int out_cut_tail(const char *path, out_whole_fn *whole, struct err *err);

#endif
