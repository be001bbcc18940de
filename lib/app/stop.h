/*
 * stop.h - handles signals that ask a program to end.
 */
#ifndef APP_STOP_H
#define APP_STOP_H

#include "base/err.h"

/* Returns 1 if a signal has asked the program to stop.  A long loop calls it
 * often; when it returns 1, the loop saves its state and returns
 * stop_fail(). */
int stop_asked(void);

/* Fails with err_no, "stopped by SIGINT" or the like.  main.c then ends the
 * program by that signal. */
int stop_fail(struct err *err);

/* Returns 1 once after SIGUSR1, by which a user or a batch system asks for a
 * checkpoint. */
int stop_checkpoint_asked(void);

/* From now on the first SIGINT, SIGTERM or SIGHUP makes stop_asked return 1.
 * Another one more than a second later ends the program. */
void stop_catch(void);

/* From now on SIGINT, SIGTERM and SIGHUP do nothing. */
void stop_ignore(void);

/* For main.c: installs the handlers.  Until stop_catch, a signal to stop
 * removes unfinished outputs and ends the program.  SIGPIPE and SIGXFSZ do not
 * end it; the write fails.  Programs started by exec have none of these
 * handlers.  Signals that were ignored when we began stay so. */
void stop_install(void);

/* Returns the signal to stop that came after stop_catch, or 0. */
int stop_number(void);

/* Returns 1 if that signal came from the terminal, which sends it to the whole
 * process group. */
int stop_at_terminal(void);

/* Returns 1 if the signal NUMBER was ignored when we began. */
int stop_was_ignored(int number);

#endif
