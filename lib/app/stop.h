/*
 * stop.h - signals that ask a program to end.
 */
#ifndef APP_STOP_H
#define APP_STOP_H

#include "base/err.h"

/* Returns 1 if a signal (SIGINT, SIGTERM or SIGHUP) has asked the program to
 * stop since stop_catch.  A long loop calls this.  If it returns 1, the loop
 * saves its state and returns stop_fail(). */
int stop_asked(void);

/* Fills ERR with "stopped by SIGINT", or the name of another signal, and return
 * -1.  main.c then ends the program by that signal. */
int stop_fail(struct err *err);

/* Returns 1 once after each SIGUSR1.  By this signal the user or a batch system
 * asks for a checkpoint. */
int stop_checkpoint_asked(void);

/* After this call, the first signal that asks the program to stop does not end
 * the program, but makes stop_asked return 1.  Another such signal over a
 * second later ends the program. */
void stop_catch(void);

/* For main.c: install the signal handlers.  SIGUSR1 makes
 * stop_checkpoint_asked return 1.  SIGINT, SIGTERM and SIGHUP remove
 * unfinished outputs and end the program unless stop_catch was called. */
void stop_install(void);

/* Returns the signal that asked the program to stop, or 0. */
int stop_number(void);

#endif
