/*
 * run_file.h - the content of a file that a run read or wrote.
 */
#ifndef RUN_RUN_FILE_H
#define RUN_RUN_FILE_H

#include "run/run.h"

/* Reads into TO the content of a file that run R recorded, and checks its
 * digest.  PATH is the file's path in the outputs or else in the inputs, or its
 * digest; "-" or NULL is stdout (what it has of it, if another program is still
 * running).  An image that is kept by reference is read from its own path; if
 * it has changed or is gone that is err_data. */
int run_file(const struct store *s, const struct run *r, const char *path,
	     struct buf *to, struct err *err);
/* Reads into TO what run R, of another program, printed on standard error, and
 * checks its digest if the run has ended. */
int run_file_stderr(const struct store *s, const struct run *r, struct buf *to,
		    struct err *err);

#endif
