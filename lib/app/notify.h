/*
 * notify.h - tells us of system calls of another program before the kernel
 * carries them out.
 *
 * The mechanism is seccomp's user notification.  It was chosen over ptrace
 * because a program can have only one tracer: gdb and strace would not work in
 * a program that is traced by us.  The kernel lets other calls pass without
 * asking us.
 *
 * A program that is watched depends on somebody who answers.  When we end, or
 * are killed, a process that was started beforehand (the keeper) goes on
 * answering for what the program left behind.
 *
 * Inside lib/app only.
 */
#ifndef APP_NOTIFY_H
#define APP_NOTIFY_H

#include <linux/seccomp.h>
#include <sys/types.h>

#include "base/err.h"

/* The architectures and calls that the filter knows. */
struct notify_call {
	int number;	/* of the call, for this processor */
	int open_flags; /* index of the argument with the flags of open(2), or
			   -1: directories are opened without notice */
};

struct notify {
	int listener; /* readable when a call waits; -1: not watching */
	int alive;    /* the keeper takes over when this is closed */
	/* The call being looked at.  The keeper can see it, too. */
	struct seccomp_notif *call;
	size_t call_size;
};

/* Returns NULL if a program that is started now can be watched, or the reason
 * why it cannot.  PROGRAM is the file that will be run. */
const char *notify_obstacle(const char *program);

/* In the child, before it becomes the program: installs a filter for the N
 * calls LIST and sends the listener to SOCKET.  Returns when the parent has it
 * or could not get it.  Uses no memory of the heap. */
void notify_enter(int socket, const struct notify_call *list, size_t n);
/* In the parent: takes the listener from SOCKET, starts the keeper and lets the
 * child go on. */
int notify_begin(struct notify *n, int socket, struct err *err);

/* Waits for a call, at most until STOP can be read.  Returns 1 with N->call
 * filled, 0 if there is nothing more to do. */
int notify_wait(struct notify *n, int stop);
/* Lets the kernel carry out the call as if nobody had looked. */
void notify_continue(struct notify *n);
/* Answers an open(2) with FD, of which the program gets a duplicate.  Returns
 * -1 if that cannot be done; the call is then not answered yet. */
int notify_give(struct notify *n, int fd, int close_on_exec);
/* Returns 1 if the caller still waits, so that its thread id names it. */
int notify_is_waiting(const struct notify *n);
/* Returns 1 if the call is one of another instruction set (a 32-bit program):
 * its number and arguments mean nothing to us. */
int notify_is_foreign(const struct notify *n);

/* Reads the text at ADDRESS of the thread that waits.  Returns its length, or
 * -1 with errno if it cannot be read (EPERM: not by us) or has SIZE bytes or
 * more. */
ssize_t notify_text(const struct notify *n, __u64 address, char *to,
		    size_t size);
/* Reads SIZE bytes.  Returns 0, or -1. */
int notify_bytes(const struct notify *n, __u64 address, void *to, size_t size);

/* Stops watching.  Returns 1 if processes of the program are left; the keeper
 * answers for them. */
int notify_end(struct notify *n);

#endif
