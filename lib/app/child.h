/*
 * child.h - runs another program, its streams passed through.
 * Inside lib/app only.
 */
#ifndef APP_CHILD_H
#define APP_CHILD_H

#include "base/err.h"

/* The file that NAME runs: itself when it holds a slash, else by $PATH.
 * NULL: there is none.  The caller frees it. */
char *child_find(const char *name);

/*
 * Run PROGRAM with ARGV and wait; STATUS as waitpid gives it.  With the
 * descriptor COPY >= 0 its stdout goes to ours and there, until it ends: what
 * processes that it leaves behind write later is lost.  A signal that
 * asks us to stop is passed on to it.
 */
int child_run(const char *program, char **argv, int copy, int *status,
	      struct err *err);

#endif
