/*
 * file.h - what a tool reads and writes, and who is told of it.
 *
 * All of it passes through here, in.h and out.h, so one watcher
 * (app/recorder.c) learns of every input and output with its size and
 * SHA-256 and no tool writes a line for it.  Without a watcher nothing is
 * hashed.  "-" is standard input.
 */
#ifndef BASE_FILE_H
#define BASE_FILE_H

#include "base/buf.h"
#include "base/watch.h"

/* Tell FN of every file from now on; NULL: nobody.  Images that it has not
 * been told of yet are forgotten. */
void file_watch(file_watch_fn *fn, void *arg);

/* Let "-" stand for these bytes, which must stay, instead of stdin. */
void file_stdin_from(const void *data, size_t n);

/* Tell the watcher of a file some other program read or wrote. */
int file_tell(const char *path, int output, enum file_kind kind,
	      struct err *err);

/* For out.c: tell the watcher what went to stdout. */
int file_tell_stdout(const struct buf *data, struct err *err);

/* The whole of a file or of stdin, at most MAX bytes (more: err_data). */
int file_slurp(struct buf *to, const char *path, size_t max, struct err *err);

#endif
