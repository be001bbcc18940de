/*
 * notify.h - tells us of system calls of another program before the kernel
 * carries them out.
 *
 * The mechanism is seccomp's user notification.  We do not use ptrace: a
 * program can have only one tracer, so gdb and strace would not work in a
 * program that we trace.  The kernel asks us about the calls of a list; all
 * others go on at once.
 *
 * The program waits at each such call until somebody answers.  When we end or
 * are killed, another process, the keeper, answers for what the program left
 * behind.  notify_begin starts the keeper.
 */
#ifndef TRACE_NOTIFY_H
#define TRACE_NOTIFY_H

#include <linux/seccomp.h>
#include <sys/types.h>

#include "base/err.h"

/* A system call to be told of. */
struct notify_call {
	int number; /* number of the call on this processor */
	/* index of the argument that has the flags of open(2); calls that open
	 * a directory are then left out.  -1: there is no such argument. */
	int open_flags;
};

struct notify {
	/* descriptor that can be read when a call waits; -1: not watching */
	int listener;
	int alive; /* descriptor; the keeper takes over when it is closed */
	/* the call that waits, in memory that the keeper shares */
	struct seccomp_notif *call;
	size_t call_size; /* bytes of *CALL */
};

/* Returns NULL if a program that is started now can be watched, or the reason
 * why it cannot.  PROGRAM is the file that will be run. */
const char *notify_obstacle(const char *program);

/* Makes the kernel tell of the N calls LIST and sends the listener to SOCKET.
 * The child calls this before it becomes the program.  Returns when the parent
 * has the listener or could not get it.  Does not allocate memory. */
void notify_enter(int socket, const struct notify_call *list, size_t n);

/* Takes the listener from SOCKET, starts the keeper and lets the child go on.
 * The parent calls this. */
int notify_begin(struct notify *n, int socket, struct err *err);

/* Waits for a call, or until the descriptor STOP can be read.  Returns 1 with
 * N->call filled, or 0 if there is nothing more to do. */
int notify_wait(struct notify *n, int stop);

/* Lets the kernel carry out the call as if nobody had looked. */
void notify_continue(struct notify *n);

/* Answers an open(2): the program gets a duplicate of the descriptor FD.
 * Returns -1 if that cannot be done; the call then still waits for an
 * answer. */
int notify_give(struct notify *n, int fd, int close_on_exec);

/* Returns 1 if the thread that made the call still waits, so that its id still
 * names it. */
int notify_is_waiting(const struct notify *n);

/* Returns 1 if the call comes from a program for another instruction set
 * (32-bit).  Its number and arguments then mean nothing to us. */
int notify_is_foreign(const struct notify *n);

/* Reads the text at ADDRESS in the memory of the thread that waits.  Returns
 * its length, or -1 with errno if the text has SIZE bytes or more or cannot be
 * read.  EPERM: we have no right to read it. */
ssize_t notify_text(const struct notify *n, __u64 address, char *to,
		    size_t size);

/* Reads SIZE bytes at ADDRESS in the same memory.  Returns 0, or -1. */
int notify_bytes(const struct notify *n, __u64 address, void *to, size_t size);

/* Stops watching.  Returns 1 if processes of the program are left; the keeper
 * answers for them. */
int notify_end(struct notify *n);

#endif
