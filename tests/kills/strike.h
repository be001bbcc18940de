/*
 * strike.h - a process killed before the N-th system call that changes what is
 * on disk, with its threads and children.
 */
#ifndef KILLS_STRIKE_H
#define KILLS_STRIKE_H

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define STRIKE_KILLED (-1) /* it did not get through */
#define STRIKE_CANNOT (-2) /* tracing is not allowed */
#define STRIKE_MOST 256	   /* processes and threads at once */

struct strike {
	pid_t alive[STRIKE_MOST]; /* processes and threads; 0: free */
	int calls;		  /* that changed something, so far */
};

static int strike_changes(long nr, const unsigned long long *args)
{
	switch (nr) {
	case SYS_write:
	case SYS_writev:
	case SYS_pwrite64:
	case SYS_fsync:
	case SYS_fdatasync:
	case SYS_syncfs:
	case SYS_ftruncate:
	case SYS_fallocate:
	case SYS_copy_file_range:
	case SYS_sendfile:
	case SYS_fchmod:
	case SYS_fchmodat:
	case SYS_utimensat:
	case SYS_renameat:
	case SYS_renameat2:
	case SYS_linkat:
	case SYS_symlinkat:
	case SYS_unlinkat:
	case SYS_mkdirat:
	case SYS_flock:
#ifdef SYS_rename
	case SYS_rename:
	case SYS_link:
	case SYS_symlink:
	case SYS_unlink:
	case SYS_mkdir:
	case SYS_rmdir:
	case SYS_chmod:
#endif
		return 1;
#ifdef SYS_open
	case SYS_open:
		return (args[1] & O_CREAT) != 0;
#endif
	case SYS_openat:
		return (args[2] & O_CREAT) != 0;
	}
	return 0;
}

static void strike_note(struct strike *s, pid_t pid, int lives)
{
	for (int i = 0; i < STRIKE_MOST; i++)
		if (s->alive[i] == (lives ? 0 : pid)) {
			s->alive[i] = lives ? pid : 0;
			return;
		}
}

static int strike_knows(const struct strike *s, pid_t pid)
{
	for (int i = 0; i < STRIKE_MOST; i++)
		if (s->alive[i] == pid)
			return 1;
	return 0;
}

/* A process that was just started is not noted yet, but stops. */
static int strike_kill(struct strike *s)
{
	int status;
	pid_t pid;

	for (int i = 0; i < STRIKE_MOST; i++)
		if (s->alive[i])
			kill(s->alive[i], SIGKILL);
	while ((pid = waitpid(-1, &status, __WALL)) > 0)
		if (WIFSTOPPED(status))
			kill(pid, SIGKILL);
	return STRIKE_KILLED;
}

/* The stop of PID is of the system call before which all is to be killed. */
static int strike_is_it(struct strike *s, pid_t pid, int last)
{
	struct __ptrace_syscall_info i;

	return ptrace(PTRACE_GET_SYSCALL_INFO, pid, sizeof i, &i) > 0 &&
	       i.op == PTRACE_SYSCALL_INFO_ENTRY &&
	       strike_changes((long)i.entry.nr, (const void *)i.entry.args) &&
	       ++s->calls >= last;
}

/* What a stop was for: 0, or a signal that the process is to get. */
static int strike_signal(int status)
{
	int sig = WSTOPSIG(status);

	return sig == (SIGTRAP | 0x80) || status >> 16 || sig == SIGSTOP ? 0 :
									   sig;
}

/* FIRST was started and has stopped itself.  Lets it, and what it starts, run
 * to the LAST call that changes something (0: to the end).  Returns its exit
 * status (128 and the number of a signal), STRIKE_KILLED or STRIKE_CANNOT. */
static int strike_run(struct strike *s, pid_t first, int last)
{
	const long options = PTRACE_O_TRACESYSGOOD | PTRACE_O_EXITKILL |
			     PTRACE_O_TRACECLONE | PTRACE_O_TRACEFORK |
			     PTRACE_O_TRACEVFORK | PTRACE_O_TRACEEXEC;
	int status, sig = 0, result = STRIKE_CANNOT;
	pid_t pid = first;

	memset(s, 0, sizeof *s);
	if (waitpid(first, &status, 0) != first || !WIFSTOPPED(status) ||
	    ptrace(PTRACE_SETOPTIONS, first, NULL, options))
		return STRIKE_CANNOT;
	strike_note(s, first, 1);
	for (;;) {
		if (pid > 0)
			ptrace(PTRACE_SYSCALL, pid, NULL, (long)sig);
		sig = 0;
		pid = waitpid(-1, &status, __WALL);
		if (pid < 0)
			return result;
		if (WIFEXITED(status) || WIFSIGNALED(status)) {
			if (pid == first)
				result = WIFEXITED(status) ?
						 WEXITSTATUS(status) :
						 128 + WTERMSIG(status);
			strike_note(s, pid, 0);
			pid = 0;
			continue;
		}
		if (!strike_knows(s, pid))
			strike_note(s, pid, 1);
		if (last && WSTOPSIG(status) == (SIGTRAP | 0x80) &&
		    strike_is_it(s, pid, last))
			return strike_kill(s);
		sig = strike_signal(status);
	}
}

#endif
