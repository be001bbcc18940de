/*
 * child.h - runs another program, which uses our stdin, stdout and stderr.
 *
 * Inside lib/app only.
 */
#ifndef APP_CHILD_H
#define APP_CHILD_H

#include "app/capture.h"
#include "base/err.h"

/* Returns the file that a shell would run for NAME, or NULL.  NAME is searched
 * for in $PATH unless it has a slash.  The caller frees the result. */
char *child_find(const char *name);

struct metrics_in;
struct tracer;

/* captures; their PATH is NULL for streams that are not captured */
struct child_streams {
	struct capture in, out, err;
	int joined; /* 1: stderr goes to OUT, too, in the order of writing */
	struct metrics_in *metrics; /* or NULL */
};

/*
 * Runs the file PROGRAM with ARGV and waits until it ends.  *STATUS becomes
 * what waitpid reports.  Passes on SIGINT, SIGTERM, SIGHUP, SIGUSR1 and SIGUSR2
 * (passed_signals.h).  If PROGRAM cannot be executed, its exit status is 126.
 * Fails with err_sys if no process can be started, or if our stdout or stderr
 * cannot be written.  If nobody reads our stdout or stderr any more, that is no
 * failure: the pipe from the program is closed, too.
 *
 * What the program writes goes to our stdout and stderr and to the captures.
 * Processes that the program leaves behind write to our stdout and stderr, but
 * not to the captures.
 *
 * Stdin may be captured only if it is a pipe.  S->in gets what the program
 * reads; the rest stays in the pipe.
 *
 * T, unless NULL, watches the program (tracer.h) and is ended here.
 */
int child_run(const char *program, char **argv, struct child_streams *s,
	      struct tracer *t, int *status, struct err *err);

/* Returns 1 if our stdout and stderr are one open file (`>log 2>&1`), where the
 * order of what is written to both counts. */
int child_streams_are_joined(void);

#endif
