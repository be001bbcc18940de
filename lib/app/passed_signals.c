/*
 * passed_signals.c - see passed_signals.h.
 */
#include "app/passed_signals.h"

#include <errno.h>
#include <poll.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "app/stop.h"
#include "base/buf.h"
#include "base/mem.h"
#include "file/path.h"
#include "store/durable.h"

enum { WITNESS_WAIT = 200 }; /* milliseconds until it must have answered */

static const int passed[] = { SIGINT, SIGTERM, SIGHUP, SIGUSR1, SIGUSR2 };
static const int ours[] = { SIGPIPE, SIGXFSZ, SIGQUIT, SIGCHLD };

#define COUNT(list) (sizeof(list) / sizeof *(list))

/* Each time it is asked, the witness says which signals have come. */
__attribute__((noreturn)) static void be_witness(int socket)
{
	const struct timespec now = { 0 };
	sigset_t all;
	char asked;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	sigfillset(&all);
	sigprocmask(SIG_SETMASK, &all, NULL);
	dup2(socket, STDIN_FILENO);
	close_range(STDOUT_FILENO, ~0U, 0);
	while (read(STDIN_FILENO, &asked, 1) == 1) {
		uint64_t came = 0;
		int number;

		while ((number = sigtimedwait(&all, NULL, &now)) > 0)
			came |= (uint64_t)1 << (number - 1);
		if (write(STDIN_FILENO, &came, sizeof came) != sizeof came)
			break;
	}
	_exit(0);
}

static void start_witness(struct passed_signals *s)
{
	int end[2];

	s->witness = -1;
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, end) < 0)
		return;
	s->pid = fork();
	if (s->pid == 0)
		be_witness(end[1]);
	close(end[1]);
	if (s->pid > 0)
		s->witness = end[0];
	else
		close(end[0]);
}

void passed_signals_begin(struct passed_signals *s)
{
	sigset_t set;

	s->last = 0;
	sigemptyset(&set);
	for (size_t i = 0; i < COUNT(passed); i++)
		if (!stop_was_ignored(passed[i]))
			sigaddset(&set, passed[i]);
	sigprocmask(SIG_BLOCK, &set, &s->old);
	s->fd = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
	/* The terminal's ^\ reaches both: we stay to record the end. */
	signal(SIGQUIT, SIG_IGN);
	signal(SIGCHLD, SIG_DFL); /* if ignored, how it ends would be lost */
	start_witness(s);
}

static void set_all(const int *list, size_t n, int ignore)
{
	for (size_t i = 0; i < n; i++)
		signal(list[i],
		       ignore || stop_was_ignored(list[i]) ? SIG_IGN : SIG_DFL);
}

void passed_signals_leave(const struct passed_signals *s)
{
	set_all(passed, COUNT(passed), 0);
	set_all(ours, COUNT(ours), 0);
	sigprocmask(SIG_SETMASK, &s->old, NULL);
}

void passed_signals_ignore(void)
{
	set_all(passed, COUNT(passed), 1);
	set_all(ours, COUNT(ours), 1);
}

/* Returns the signals that have reached our process group, as bits. */
static uint64_t ask_witness(const struct passed_signals *s)
{
	struct pollfd p = { .fd = s->witness, .events = POLLIN };
	uint64_t came = 0;

	if (send(s->witness, "", 1, MSG_NOSIGNAL) == 1 &&
	    poll(&p, 1, WITNESS_WAIT) > 0 &&
	    read(s->witness, &came, sizeof came) == sizeof came)
		return came;
	return 0;
}

/* From now on, what the program leaves becomes ours. */
static void pass(struct passed_signals *s, pid_t program, int number)
{
	if (number == SIGTERM || number == SIGINT || number == SIGHUP) {
		prctl(PR_SET_CHILD_SUBREAPER, 1);
		s->last = number;
	}
	kill(program, number);
}

/* Calls FN for each child of the process PID.  Returns how many there are. */
static int each_child(pid_t pid, int (*fn)(struct passed_signals *s, pid_t pid),
		      struct passed_signals *s)
{
	char *pattern = mem_printf("/proc/%d/task/*/children", (int)pid);
	struct strs files = { 0 }, words = { 0 };
	struct err ignored = { 0 };
	struct buf text = { 0 };
	int n = 0;

	path_glob(&files, pattern, &ignored);
	for (size_t i = 0; i < files.n; i++)
		if (durable_read(&text, files.at[i], 1 << 20, &ignored) == 1)
			strs_split(&words, buf_text(&text), ' ');
	for (size_t i = 0; i < words.n; i++)
		if (atoi(words.at[i]) > 0)
			n += fn(s, (pid_t)atoi(words.at[i]));
	buf_release(&text);
	strs_release(&words);
	strs_release(&files);
	free(pattern);
	return n;
}

static int ask_to_end(struct passed_signals *s, pid_t pid)
{
	if (s->witness >= 0 && pid == s->pid)
		return 0;
	each_child(pid, ask_to_end, s);
	kill(pid, s->last);
	return 1;
}

static int is_left(struct passed_signals *s, pid_t pid)
{
	if (s->witness >= 0 && pid == s->pid)
		return 0;
	return waitpid(pid, NULL, WNOHANG) == 0;
}

void passed_signals_end_left(struct passed_signals *s)
{
	const struct timespec moment = { .tv_nsec = 20000000 };

	if (!s->last || !each_child(getpid(), ask_to_end, s))
		return;
	for (int i = 0; i < 500 && each_child(getpid(), is_left, s); i++)
		nanosleep(&moment, NULL);
}

void passed_signals_pass(struct passed_signals *s, pid_t program)
{
	struct signalfd_siginfo i;
	uint64_t group = 0;

	while (read(s->fd, &i, sizeof i) == sizeof i) {
		if (program <= 0 || i.ssi_code == SI_KERNEL)
			continue; /* the terminal's ^C, too, reaches both */
		if (s->witness >= 0 && getpgid(program) == getpgrp())
			group |= ask_witness(s);
		if (!(group >> (i.ssi_signo - 1) & 1))
			pass(s, program, (int)i.ssi_signo);
		group &= ~((uint64_t)1 << (i.ssi_signo - 1));
	}
}

void passed_signals_end(struct passed_signals *s)
{
	if (s->witness >= 0) {
		close(s->witness);
		while (waitpid(s->pid, NULL, 0) < 0 && errno == EINTR)
			;
	}
	if (s->fd >= 0)
		close(s->fd);
	sigprocmask(SIG_SETMASK, &s->old, NULL);
}
