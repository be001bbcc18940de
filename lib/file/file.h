/*
 * file.h - reads whole files, and tells a watcher of a tool's inputs and
 * outputs.
 *
 * Tools read and write only through this module, in.h and out.h.  So one
 * function, the watcher (app/recorder.c), learns the size and SHA-256 of every
 * input and output.  The path "-" is standard input.
 */
#ifndef FILE_FILE_H
#define FILE_FILE_H

#include "base/buf.h"
#include "file/watch.h"

/* Makes FN the watcher from now on; NULL: there is none.  Waits until images
 * being hashed are done.  Images that the previous watcher was to be told of
 * later are forgotten. */
void file_watch(file_watch_fn *fn, void *arg);

/* Makes file_slurp read the N bytes DATA instead of stdin.  DATA must stay
 * valid.  NULL: reads stdin again. */
void file_stdin_from(const void *data, size_t n);

/* Tells the watcher of the file PATH, which another program has read (OUTPUT 0)
 * or written (OUTPUT 1).  Fails if the file cannot be opened or read
 * (in_open). */
int file_tell(const char *path, int output, enum file_kind kind,
	      struct err *err);

/* For out.c: tells the watcher that DATA was written to stdout. */
int file_tell_stdout(const struct buf *data, struct err *err);

/* Reads the whole file PATH ("-": stdin) into TO, whose old content is dropped,
 * and tells the watcher.  Fails with err_data if the file has more than MAX
 * bytes or cannot be opened (path_open_input), and with err_usage if stdin is a
 * terminal. */
int file_slurp(struct buf *to, const char *path, size_t max, struct err *err);

#endif
