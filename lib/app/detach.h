/*
 * detach.h - a run that goes on in the background (--detach).
 *
 * The run is a child of the process that the user started.  Until the child is
 * ready, the parent copies what the child writes into the run's log to stderr.
 * If the child ends before it is ready, the parent ends in the same way, so a
 * fault that is found early has its exit status.
 */
#ifndef APP_DETACH_H
#define APP_DETACH_H

#include "app/ctx.h"

/* Returns the path of the run's log, or NULL if the run does not detach. */
const char *detach_log(void);
/* The run has found no fault.  Leave the terminal, let go of stdin and stdout,
 * and let the parent print the run's id and end.  Does nothing if the run does
 * not detach. */
void detach_ready(const struct ctx *ctx);

/* For main.c: fork.  Returns 1 in the child.  In the parent it returns 0 once
 * the child is ready or has ended; *CODE then is 0, or the child's exit status,
 * or -N if signal N ended it.  Returns -1 on an error.  Call this before there
 * are threads. */
int detach_start(const struct ctx *ctx, int *code, struct err *err);
/* For main.c: from now on stderr is the file "log" in the run's directory. */
int detach_record(const struct ctx *ctx, struct err *err);

#endif
