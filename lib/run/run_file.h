/*
 * run_file.h - the content of a file that a run read or wrote.
 */
#ifndef RUN_RUN_FILE_H
#define RUN_RUN_FILE_H

#include "run/run.h"

/* Content of one recorded file: PATH in its outputs, else its inputs, or
 * the digest of one of them ("-" or NULL: stdout).  Checked; an image that
 * is kept by reference is read where it lies, if it is still the same. */
int run_file(const struct store *s, const struct run *r, const char *path,
	     struct buf *to, struct err *err);

#endif
