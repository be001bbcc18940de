/*
 * run_file.h - the content of a file that a run read or wrote.
 */
#ifndef RUN_RUN_FILE_H
#define RUN_RUN_FILE_H

#include "run/run.h"

/* Reads a file that run R read or wrote into TO and checks its digest.  PATH is
 * the path of an output or else of an input, or a digest.  "-" or NULL stands
 * for stdout.  While a program that is not a tool of ours is running, stdout is
 * what it has written so far.  An image that is not an object is read from its
 * own path; if it has changed or is gone, fails with err_data. */
int run_file(const struct store *s, const struct run *r, const char *path,
	     struct buf *to, struct err *err);

/* Reads what R wrote to stderr into TO.  Only programs that are not tools of
 * ours have stderr in their record.  Checks the digest if the run has ended. */
int run_file_stderr(const struct store *s, const struct run *r, struct buf *to,
		    struct err *err);

#endif
