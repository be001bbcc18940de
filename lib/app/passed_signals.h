/*
 * passed_signals.h - passes the signals that reach us to the program that we
 * run for the user: SIGINT, SIGTERM, SIGHUP, SIGUSR1 and SIGUSR2.
 *
 * A signal to our whole process group reaches the program anyway and is not
 * passed on.  A process of ours in this group, the witness, tells which signals
 * these are.
 *
 * A shell that SIGTERM ends leaves its children running.  Of a program that we
 * passed such a signal on to, what is left when it has ended gets the signal,
 * too.
 *
 * Inside lib/app only.
 */
#ifndef APP_PASSED_SIGNALS_H
#define APP_PASSED_SIGNALS_H

#include <signal.h>
#include <sys/types.h>

struct passed_signals {
	int fd;	      /* descriptor, readable when a signal came */
	int witness;  /* socket to the witness, or -1 */
	pid_t pid;    /* process id of the witness */
	sigset_t old; /* mask of signals before */
	int last;     /* the last signal passed on that asks to end, or 0 */
};

/* From now on signals wait for passed_signals_pass.  The caller ends S with
 * passed_signals_end. */
void passed_signals_begin(struct passed_signals *s);

/* Gives this process, which is about to become the program, the signals as we
 * got them: one that was ignored (nohup) stays ignored. */
void passed_signals_leave(const struct passed_signals *s);

/* Sends the waiting signals to the process PROGRAM; 0: drops them. */
void passed_signals_pass(struct passed_signals *s, pid_t program);

/* The program has ended.  If it was asked to, asks the processes that it has
 * left, too, and waits until they have ended, for ten seconds at most. */
void passed_signals_end_left(struct passed_signals *s);

/* Gives signals back to our handlers, except SIGQUIT, which stays ignored. */
void passed_signals_end(struct passed_signals *s);

/* Makes this process ignore all signals that are passed on, and SIGPIPE,
 * SIGXFSZ, SIGQUIT and SIGCHLD. */
void passed_signals_ignore(void);

#endif
