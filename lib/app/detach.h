/*
 * detach.h - a run that goes on in the background (--detach).
 *
 * The run is a child of the process that the user started.  The child writes
 * into the run's log, and until it is ready, the parent copies this to its
 * stderr.  If the child ends before it is ready, the parent ends in the same
 * way, so a fault that is found early has its exit status.
 */
#ifndef APP_DETACH_H
#define APP_DETACH_H

#include "app/ctx.h"

/* Returns the path of the run's log, or NULL if the run does not detach. */
const char *detach_log(void);

/* Tells the parent that the run has found no fault.  The run leaves the
 * terminal and lets go of stdin and stdout; the parent prints the run's id and
 * ends.  Does nothing if the run does not detach. */
void detach_ready(const struct ctx *ctx);

/* Forks, for main.c.  Returns 1 in the child.  In the parent, returns 0 once
 * the child is ready or has ended.  Then *CODE is 0 if the child is ready, its
 * exit status if it has exited, or -N if signal N ended it.  Returns -1 on an
 * error.  Must be called before there are threads. */
int detach_start(const struct ctx *ctx, int *code, struct err *err);

/* Sends stderr to the file "log" in the run's directory from now on, for
 * main.c. */
int detach_record(const struct ctx *ctx, struct err *err);

#endif
