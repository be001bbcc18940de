/*
 * run_file.h - the content of a file that a run read or wrote.
 */
#ifndef RUN_RUN_FILE_H
#define RUN_RUN_FILE_H

#include "run/run.h"

/* Reads a file that run R read or wrote into TO and checks its digest.  PATH is
 * the path of an output or else of an input, or a digest; "-" or NULL is
 * stdout. Until the run has ended, its stdout and files in its directory are
 * read as they are now.  A file without an object is read from its own path.
 * Fails with err_data if R has no such file, or if the file has changed or is
 * gone. */
int run_file(const struct store *s, const struct run *r, const char *path,
	     struct buf *to, struct err *err);

/* Reads what R wrote to stderr into TO, and checks its digest if the run has
 * ended.  Fails with err_data if there is none: only programs that are not
 * tools of ours have stderr in their record. */
int run_file_stderr(const struct store *s, const struct run *r, struct buf *to,
		    struct err *err);

#endif
