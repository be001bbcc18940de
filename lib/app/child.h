/*
 * child.h - runs another program, which uses our stdin, stdout and stderr.
 *
 * Inside lib/app only.
 */
#ifndef APP_CHILD_H
#define APP_CHILD_H

#include "app/capture.h"
#include "base/err.h"

/* Returns the file that a shell would run for NAME, searched for in $PATH
 * unless NAME has a slash; or NULL.  The caller frees it. */
char *child_find(const char *name);

struct metrics_in;
struct tracer;

/* captures of the streams for which capture_begin was called */
struct child_streams {
	struct capture in, out, err;
	int joined; /* 1: OUT gets stderr, too, in the order of writing */
	struct metrics_in *metrics; /* or NULL */
};

/*
 * Runs the file PROGRAM with ARGV and waits until it ends.  *STATUS becomes
 * what waitpid reports.  Signals that ask us to stop are passed on, and so are
 * SIGUSR1 and SIGUSR2 (passed_signals.h).
 *
 * What the program writes goes to our stdout and stderr and to the captures.
 * The program may leave processes behind; what they write later still goes to
 * our stdout and stderr, but not to the captures.
 *
 * Stdin may be captured only if it is a pipe.  S->in gets what the program
 * reads; the rest stays in the pipe.
 *
 * If T is not NULL, it watches the program (tracer.h) and is ended here.
 */
int child_run(const char *program, char **argv, struct child_streams *s,
	      struct tracer *t, int *status, struct err *err);

#endif
