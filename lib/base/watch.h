/*
 * watch.h - what file.c and input.c share: the watcher, and what is known
 * of files that were opened.  Inside lib/base only.
 */
#ifndef BASE_WATCH_H
#define BASE_WATCH_H

#include "base/file.h"

int watch_is_on(void);
/* The watcher is told of one file at a time, on any thread. */
int watch_tell(const struct file_note *note, struct err *err);

/* Err_data when PATH is said to have another digest than D (file_expect). */
int expect_check(const char *path, const struct digest *d, struct err *err);

/* Open the regular file PATH and tell the watcher at once. */
int input_tell(const char *path, enum file_kind kind, struct err *err);
/* PATH is new by our own hand: what was known of it is void, and reading
 * it back does not make it an input.  Opens it; hashes it. */
int input_written(struct in *in, const char *path, struct err *err);
int input_hash(const struct in *in, struct digest *to, struct err *err);

#endif
