/*
 * file.h - reads whole files and reports a tool's inputs and outputs.
 *
 * Tools read and write only through this module, in.h and out.h.  So one
 * watcher (app/recorder.c) is told of the size and SHA-256 of every input and
 * output.  The tools need no code for this.  Without a watcher nothing is
 * hashed.  The path "-" is standard input.
 */
#ifndef FILE_FILE_H
#define FILE_FILE_H

#include "base/buf.h"
#include "file/watch.h"

/* Makes FN the watcher from now on.  If FN is NULL, there is no watcher.
 * Nobody will be told of the files of which the previous watcher has not been
 * told yet. */
void file_watch(file_watch_fn *fn, void *arg);

/* Makes "-" stand for the N bytes DATA instead of stdin.  DATA is not copied
 * and must stay valid. */
void file_stdin_from(const void *data, size_t n);

/* Tells the watcher that another program has used the file PATH.  OUTPUT is 0
 * if the program has read the file, 1 if it has written the file. */
int file_tell(const char *path, int output, enum file_kind kind,
	      struct err *err);

/* For out.c: tells the watcher that DATA was written to stdout. */
int file_tell_stdout(const struct buf *data, struct err *err);

/* Reads the whole file PATH ("-": stdin) into TO and tells the watcher.  A file
 * of more than MAX bytes is err_data. */
int file_slurp(struct buf *to, const char *path, size_t max, struct err *err);

#endif
