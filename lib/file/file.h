/*
 * file.h - reads whole files and reports a tool's inputs and outputs.
 *
 * Tools read and write only through this module, in.h and out.h, so one
 * watcher (app/recorder.c) is told of every input and output with its size and
 * SHA-256, without a line of code in the tool.  Without a watcher nothing is
 * hashed.  The path "-" is standard input.
 */
#ifndef FILE_FILE_H
#define FILE_FILE_H

#include "base/buf.h"
#include "file/watch.h"

/* Make FN the watcher, which is told of every file from now on (NULL: no
 * watcher).  Images that the watcher before it has not been told of yet are
 * forgotten. */
void file_watch(file_watch_fn *fn, void *arg);

/* Make "-" stand for the N bytes DATA instead of stdin.  They are not copied
 * and must stay valid. */
void file_stdin_from(const void *data, size_t n);

/* Tell the watcher that another program has read (OUTPUT 0) or written
 * (OUTPUT 1) the file PATH. */
int file_tell(const char *path, int output, enum file_kind kind,
	      struct err *err);

/* For out.c: tell the watcher that DATA was written to stdout. */
int file_tell_stdout(const struct buf *data, struct err *err);

/* Read the whole file PATH, or stdin, into TO and tell the watcher of it.
 * More than MAX bytes are err_data. */
int file_slurp(struct buf *to, const char *path, size_t max, struct err *err);

#endif
