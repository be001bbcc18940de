/*
 * passed_signals.h - passes signals that reach us on to the program that we
 * run for the user.
 *
 * A signal that is sent to our whole process group reaches the program by
 * itself and is not passed on.  To notice this a process of ours, the witness,
 * stays in the group: what reaches it as well was sent to the group.
 *
 * Inside lib/app only.
 */
#ifndef APP_PASSED_SIGNALS_H
#define APP_PASSED_SIGNALS_H

#include <signal.h>
#include <sys/types.h>

struct passed_signals {
	int fd;	      /* descriptor that can be read when a signal came */
	int witness;  /* socket to the witness, or -1 */
	pid_t pid;    /* of the witness */
	sigset_t old; /* mask of the signals before */
};

/* From now on signals for the program wait until passed_signals_pass.  The
 * caller ends S by passed_signals_end. */
void passed_signals_begin(struct passed_signals *s);

/* Gives this process, which is about to become the program, the signals as they
 * were left to us: one that was ignored (nohup) stays ignored. */
void passed_signals_leave(const struct passed_signals *s);

/* Sends the signals that came to the process PROGRAM; 0: it has ended. */
void passed_signals_pass(struct passed_signals *s, pid_t program);

/* Signals are ours again. */
void passed_signals_end(struct passed_signals *s);

/* Makes this process ignore all these signals. */
void passed_signals_ignore(void);

#endif
