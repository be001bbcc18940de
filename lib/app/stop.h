/*
 * stop.h - signals that ask a program to end; for main.c.
 */
#ifndef APP_STOP_H
#define APP_STOP_H

/* SIGINT, SIGTERM and SIGHUP remove unfinished outputs and end the program
 * or, after ctx_catch_stop, ask it to end by itself. */
void stop_install(void);
/* The signal that came, or 0. */
int stop_number(void);

#endif
