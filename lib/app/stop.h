/*
 * stop.h - signals that ask a program to end.
 */
#ifndef APP_STOP_H
#define APP_STOP_H

#include "base/err.h"

/* 1 once the user asked to stop (SIGINT, SIGTERM, SIGHUP).  A long
 * loop asks, saves what it has and returns stop_fail(). */
int stop_asked(void);
/* Fill ERR with "stopped by SIGINT"; main then ends as that signal. */
int stop_fail(struct err *err);
/* 1 once after SIGUSR1: the user, or a batch system, asks for a checkpoint. */
int stop_checkpoint_asked(void);
/* From here on those signals set stop_asked() instead of ending us. */
void stop_catch(void);

/* For main.c: SIGUSR1 sets stop_checkpoint_asked(); SIGINT, SIGTERM and SIGHUP
 * remove unfinished outputs and end
 * the program or, after stop_catch, ask it to end by itself. */
void stop_install(void);
/* The signal that came, or 0. */
int stop_number(void);

#endif
