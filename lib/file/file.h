/*
 * file.h - reads whole files, and tells a watcher of a tool's inputs and
 * outputs.
 *
 * Tools read and write only through this module, in.h and out.h.  So one
 * function, the watcher (app/recorder.c), learns the size and SHA-256 of every
 * input and output, and tools need no code for this.  Without a watcher nothing
 * is hashed.  The path "-" is standard input.
 */
#ifndef FILE_FILE_H
#define FILE_FILE_H

#include "base/buf.h"
#include "file/watch.h"

/* Makes FN the watcher from now on; NULL: there is none.  What the previous
 * watcher has not been told yet is forgotten. */
void file_watch(file_watch_fn *fn, void *arg);

/* Makes "-" stand for the N bytes DATA instead of stdin.  DATA must stay
 * valid. */
void file_stdin_from(const void *data, size_t n);

/* Tells the watcher of the file PATH, which another program has read (OUTPUT 0)
 * or written (OUTPUT 1). */
int file_tell(const char *path, int output, enum file_kind kind,
	      struct err *err);

/* For out.c: tells the watcher that DATA was written to stdout. */
int file_tell_stdout(const struct buf *data, struct err *err);

/* Reads the whole file PATH ("-": stdin) into TO and tells the watcher.  Fails
 * with err_data if the file has more than MAX bytes. */
int file_slurp(struct buf *to, const char *path, size_t max, struct err *err);

#endif
