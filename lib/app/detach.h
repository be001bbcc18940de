/*
 * detach.h - runs a tool in the background (--detach).
 *
 * The run is a child of the process that the user started, the parent.  From
 * detach_record on, the child's stderr is the run's log, which the parent
 * copies to its own stderr until the child is ready.  If the child ends before,
 * the parent ends in the same way, so that an early fault has its exit status.
 */
#ifndef APP_DETACH_H
#define APP_DETACH_H

#include "app/ctx.h"

/* Returns the path of the run's log, or NULL if there is none. */
const char *detach_log(void);

/* Tells the parent that the run has found no fault.  The run leaves the
 * terminal, stdin and stdout; the parent prints the run's id and ends.  Does
 * nothing without --detach. */
void detach_ready(const struct ctx *ctx);

/* Forks, for main.c, before there are threads.  Returns 1 in the child.  In the
 * parent, returns 0 once the child is ready or has ended.  *CODE is then 0 if
 * the child is ready, its exit status if it has exited, or -N if signal N ended
 * it.  Fails with err_sys if there is no child, or the id of the run cannot be
 * printed. */
int detach_start(const struct ctx *ctx, int *code, struct err *err);

/* Sends stderr to the file "log" in the run's directory from now on, for
 * main.c. */
int detach_record(const struct ctx *ctx, struct err *err);

#endif
