/*
 * child.h - runs another program, which uses our stdin, stdout and stderr.
 * Inside lib/app only.
 */
#ifndef APP_CHILD_H
#define APP_CHILD_H

#include "base/err.h"

/* Returns the path of the file that a shell would run for NAME: NAME itself if
 * it contains a slash, otherwise the one found by $PATH.  NULL if there is
 * none.  The caller frees it. */
char *child_find(const char *name);

/*
 * Run the file PROGRAM with ARGV and wait until it ends; STATUS is what
 * waitpid returns.  If the descriptor COPY is not negative, the program's
 * stdout is written both to our stdout and to COPY, but only until the program
 * ends: what processes that it leaves behind write after that is lost.  A
 * signal that asks us to stop is passed on to the program.
 */
int child_run(const char *program, char **argv, int copy, int *status,
	      struct err *err);

#endif
