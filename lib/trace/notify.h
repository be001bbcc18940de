/*
 * notify.h - tells us of system calls of another program before the kernel
 * carries them out.
 *
 * The mechanism is seccomp's user notification.  ptrace would keep gdb and
 * strace from working in the program, since a program can have only one tracer.
 *
 * The program waits at each watched call until somebody answers; other calls go
 * on at once.  After our end another process, the keeper, answers for the
 * processes that the program left.
 */
#ifndef TRACE_NOTIFY_H
#define TRACE_NOTIFY_H

#include <linux/seccomp.h>
#include <sys/types.h>

#include "base/err.h"

/* a system call that is watched */
struct notify_call {
	int number; /* number on this processor */
	/* index of the argument with the flags of open(2), -1: none; calls with
	 * O_PATH are not watched */
	int open_flags;
};

struct notify {
	/* descriptor, readable when a call waits; -1: not watching */
	int listener;
	int alive; /* descriptor; the keeper takes over when it closes */
	/* the call that waits, in memory shared with the keeper */
	struct seccomp_notif *call;
	size_t call_size; /* bytes of *CALL */
};

/* Returns NULL if the program file PROGRAM can be watched when it is run, or
 * the reason why not. */
const char *notify_obstacle(const char *program);

/* Watches the N calls LIST and sends the listener to SOCKET.  The child calls
 * it before it becomes the program.  Returns when the parent has the listener
 * or could not get it.  Allocates no memory. */
void notify_enter(int socket, const struct notify_call *list, size_t n);

/* Takes the listener from SOCKET, starts the keeper and lets the child go on.
 * The parent calls it. */
int notify_begin(struct notify *n, int socket, struct err *err);

/* Waits for a call.  Returns 1 with N->call filled, 2 when the descriptor OTHER
 * (-1: none) is readable, or 0 when the program has ended or the descriptor
 * STOP is readable. */
int notify_wait(struct notify *n, int stop, int other);

/* Lets the kernel carry out the call. */
void notify_continue(struct notify *n);

/* Answers an open(2) with a duplicate of the descriptor FD.  Returns -1 if that
 * fails; the call then still waits for an answer. */
int notify_give(struct notify *n, int fd, int close_on_exec);

/* Makes the call fail with ERROR, an errno.  Returns -1 if that fails; the call
 * then still waits for an answer. */
int notify_refuse(struct notify *n, int error);

/* Returns 1 if the thread that made the call still waits: until then its id is
 * valid. */
int notify_is_waiting(const struct notify *n);

/* Returns 1 if the call comes from a 32-bit program, where its number and
 * arguments mean something else. */
int notify_is_foreign(const struct notify *n);

/* Reads the text at ADDRESS in the memory of the thread that waits.  Returns
 * its length, or -1 with errno if the text has SIZE bytes or more or cannot be
 * read; EPERM: we may not read that memory. */
ssize_t notify_text(const struct notify *n, __u64 address, char *to,
		    size_t size);

/* Reads SIZE bytes at ADDRESS in the same memory.  Returns 0, or -1. */
int notify_bytes(const struct notify *n, __u64 address, void *to, size_t size);

/* Stops watching.  Returns 1 if processes of the program are left; the keeper
 * answers them. */
int notify_end(struct notify *n);

#endif
