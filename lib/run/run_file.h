/*
 * run_file.h - the content of a file that a run read or wrote.
 */
#ifndef RUN_RUN_FILE_H
#define RUN_RUN_FILE_H

#include "run/run.h"

/* Reads into TO the content of a file that run R recorded, and checks the
 * digest.  PATH is the file's path in the outputs or else in the inputs, or the
 * file's digest.  If PATH is "-" or NULL, this reads stdout.  If R is still
 * running and is not a run of a tool of ours, this is what stdout has so far.
 * An image that is kept by reference is read from its own path.  Fails with
 * err_data if the image has changed or is gone. */
int run_file(const struct store *s, const struct run *r, const char *path,
	     struct buf *to, struct err *err);

/* Reads into TO what R wrote to stderr.  Only runs of programs that are not
 * tools of ours have this in their record.  Checks the digest if the run has
 * ended. */
int run_file_stderr(const struct store *s, const struct run *r, struct buf *to,
		    struct err *err);

#endif
