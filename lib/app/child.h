/*
 * child.h - runs another program, which uses our stdin, stdout and stderr.
 *
 * Inside lib/app only.
 */
#ifndef APP_CHILD_H
#define APP_CHILD_H

#include "app/capture.h"
#include "base/err.h"

/* Returns the path of the file that a shell would run for NAME, or NULL if
 * there is none.  A NAME with a slash is a path
 * itself.  Any other NAME is searched for in $PATH.  The caller frees it. */
char *child_find(const char *name);

/* The captures of a program's streams.  A stream is captured if capture_begin
 * was called for it. */
struct child_streams {
	struct capture in, out, err;
};

/*
 * Run the file PROGRAM with ARGV and wait until it ends.  STATUS becomes what
 * waitpid reports.  A signal that asks us to stop is passed on to the program.
 *
 * What the program writes goes to our stdout and stderr and to the captures of
 * S.  The program may leave processes behind.  What they write after the
 * program's end is lost.
 *
 * Stdin may be captured only if it is a pipe.  S->in gets what the program
 * reads from the pipe.  What the program does not read stays in the pipe.
 */
int child_run(const char *program, char **argv, struct child_streams *s,
	      int *status, struct err *err);

#endif
