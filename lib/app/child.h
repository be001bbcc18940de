/*
 * child.h - runs another program, which uses our stdin, stdout and stderr.
 * Inside lib/app only.
 */
#ifndef APP_CHILD_H
#define APP_CHILD_H

#include "app/capture.h"
#include "base/err.h"

/* Returns the path of the file that a shell would run for NAME: NAME itself if
 * it contains a slash, otherwise the one found by $PATH.  NULL if there is
 * none.  The caller frees it. */
char *child_find(const char *name);

/* What is kept of a program's streams: those that capture_begin was called
 * for. */
struct child_streams {
	struct capture in, out, err;
};

/*
 * Run the file PROGRAM with ARGV and wait until it ends; STATUS is what
 * waitpid returns.  What the program writes goes to our stdout and stderr and
 * to the captures of S, but only until the program ends: what processes that
 * it leaves behind write after that is lost.  S->in may be begun only if our
 * stdin is a pipe: it gets what the program reads of it, and what the program
 * does not read stays in the pipe.  A signal that asks us to stop is passed on
 * to the program.
 */
int child_run(const char *program, char **argv, struct child_streams *s,
	      int *status, struct err *err);

#endif
