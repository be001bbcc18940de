/*
 * stop.h - signals that ask a program to end.
 */
#ifndef APP_STOP_H
#define APP_STOP_H

#include "base/err.h"

/* Returns 1 if, after stop_catch, a signal has asked the program to stop
 * (SIGINT, SIGTERM or SIGHUP).  A long loop calls this; on 1 it saves its
 * state and returns stop_fail(). */
int stop_asked(void);
/* Fill ERR with "stopped by SIGINT" and return -1; main.c then ends the
 * program by that signal. */
int stop_fail(struct err *err);
/* Returns 1 once after each SIGUSR1, by which the user or a batch system asks
 * for a checkpoint. */
int stop_checkpoint_asked(void);
/* From now on the first signal that asks the program to stop does not end it,
 * but makes stop_asked return 1; one that comes over a second later does. */
void stop_catch(void);

/* For main.c: install the signal handlers.  SIGUSR1 makes
 * stop_checkpoint_asked return 1.  SIGINT, SIGTERM and SIGHUP remove
 * unfinished outputs and end the program unless stop_catch was called. */
void stop_install(void);
/* Returns the signal that asked the program to stop, or 0. */
int stop_number(void);

#endif
