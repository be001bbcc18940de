/*
 * child.c - see child.h.
 */
#include "app/child.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "app/stop.h"
#include "app/tool.h"
#include "base/mem.h"
#include "base/strs.h"

#define MOMENT 100 /* milliseconds */

static int can_run(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISREG(st.st_mode) &&
	       access(path, X_OK) == 0;
}

char *child_find(const char *name)
{
	const char *path = getenv("PATH");
	struct strs dirs = { 0 };
	char *found = NULL;
	size_t i;

	if (strchr(name, '/'))
		return can_run(name) ? mem_str(name) : NULL;
	strs_split(&dirs, path ? path : "/usr/bin:/bin", ':');
	for (i = 0; i < dirs.n && !found; i++) {
		found = mem_printf("%s/%s", *dirs.at[i] ? dirs.at[i] : ".",
				   name);
		if (!can_run(found)) {
			free(found);
			found = NULL;
		}
	}
	strs_release(&dirs);
	return found;
}

/* In the child: becomes the program, with the signals that a shell would leave
 * it.  A signal that was ignored before us (nohup) stays ignored. */
__attribute__((noreturn)) static void become(const char *program, char **argv,
					     int out)
{
	static const int ours[] = { SIGPIPE, SIGXFSZ, SIGQUIT };
	static const int caught[] = { SIGINT, SIGTERM, SIGHUP };
	struct sigaction now;
	size_t i;

	for (i = 0; i < sizeof ours / sizeof *ours; i++)
		signal(ours[i], SIG_DFL);
	for (i = 0; i < sizeof caught / sizeof *caught; i++)
		if (!sigaction(caught[i], NULL, &now) &&
		    now.sa_handler != SIG_IGN)
			signal(caught[i], SIG_DFL);
	if (out >= 0)
		dup2(out, STDOUT_FILENO);
	execv(program, argv);
	fprintf(stderr, "xp-log: cannot run '%s': %s\n", program,
		strerror(errno));
	_exit(126);
}

static int put_all(int fd, const char *data, size_t n)
{
	while (n) {
		ssize_t k = write(fd, data, n);

		if (k < 0 && errno == EINTR)
			continue;
		if (k < 0)
			return -1;
		data += k;
		n -= (size_t)k;
	}
	return 0;
}

struct child {
	pid_t pid;
	int passed; /* set to the signal that asks us to stop */
	int ended, status;
};

static void pass_on(struct child *c)
{
	if (stop_asked() && !c->passed && !c->ended) {
		kill(c->pid, stop_number());
		c->passed = 1;
	}
}

/* Waits until FROM can be read.  Returns 1, or 0 if the program has ended: a
 * process that it left behind may still hold its stdout, but is not waited
 * for. */
static int wait_readable(int from, struct child *c)
{
	struct pollfd p = { .fd = from, .events = POLLIN };

	for (;;) {
		int n = poll(&p, 1, c->ended ? 0 : MOMENT);

		pass_on(c);
		if (n > 0)
			return 1;
		if (c->ended)
			return 0;
		c->ended = waitpid(c->pid, &c->status, WNOHANG) == c->pid;
	}
}

/* Copies FROM to stdout and to the file until the program closes it or ends.
 * If nobody reads our stdout any more, the program gets SIGPIPE. */
static int drain(int from, int copy, struct child *c, struct err *err)
{
	char piece[65536];
	int rc = 0, out = STDOUT_FILENO;

	while (wait_readable(from, c)) {
		ssize_t n = read(from, piece, sizeof piece);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			break;
		if (out >= 0 && put_all(out, piece, (size_t)n) < 0) {
			if (errno != EPIPE)
				rc = err_sys(err, "cannot write to standard "
						  "output");
			break;
		}
		if (!rc && put_all(copy, piece, (size_t)n) < 0)
			rc = err_sys(err, "cannot keep the program's stdout");
	}
	close(from);
	return rc;
}

static int wait_for(struct child *c, struct err *err)
{
	while (!c->ended) {
		pass_on(c);
		if (waitpid(c->pid, &c->status, 0) == c->pid)
			c->ended = 1;
		else if (errno != EINTR)
			return err_sys(err, "cannot wait for the program");
	}
	return 0;
}

/* If PIPE_OF[0] is -1, stdout is not copied. */
static int follow(pid_t pid, const int pipe_of[2], int copy, int *status,
		  struct err *err)
{
	struct child c = { .pid = pid };
	struct err lost = { 0 };
	int rc = 0;

	if (pipe_of[0] >= 0) {
		close(pipe_of[1]);
		rc = drain(pipe_of[0], copy, &c, &lost);
	}
	if (wait_for(&c, err) < 0)
		return -1;
	*status = c.status;
	if (rc < 0)
		*err = lost;
	return rc;
}

int child_run(const char *program, char **argv, int copy, int *status,
	      struct err *err)
{
	int pipe_of[2] = { -1, -1 };
	pid_t pid;

	if (copy >= 0 && pipe2(pipe_of, O_CLOEXEC) < 0)
		return err_sys(err, "cannot make a pipe");
	/* ^C on a terminal reaches us and the program.  We go on, to record its
	 * end. */
	stop_catch();
	signal(SIGQUIT, SIG_IGN);
	pid = fork();
	if (pid == 0)
		become(program, argv, pipe_of[1]);
	if (pid > 0)
		return follow(pid, pipe_of, copy, status, err);
	err_sys(err, "cannot start '%s'", program);
	if (copy >= 0) {
		close(pipe_of[0]);
		close(pipe_of[1]);
	}
	return -1;
}
