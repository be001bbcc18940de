/*
 * child.c - see child.h.
 */
#include "app/child.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/kcmp.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/pidfd.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "app/metrics_in.h"
#include "app/passed_signals.h"
#include "app/stop.h"
#include "trace/tracer.h"
#include "base/mem.h"
#include "base/strs.h"

#define MOMENT 100 /* milliseconds */
#define LATE 64	   /* pieces: more than any pipe holds */

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

/* In the child: becomes the program.  FD are its stdin, stdout and stderr; -1
 * is ours. */
__attribute__((noreturn)) static void become(const char *program, char **argv,
					     const int fd[3],
					     const struct metrics_in *metrics,
					     struct tracer *t)
{
	for (int k = 0; k < 3; k++)
		if (fd[k] >= 0)
			dup2(fd[k], k);
	if (t)
		tracer_enter(t);
	if (metrics)
		metrics_in_enter(metrics);
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

/* A stream that the program writes: FROM its pipe, TO ours and the copy. */
struct drain {
	int from, to; /* FROM -1: closed, or not looked at */
	struct capture *copy;
};

/* The pipe that is our stdin, duplicated to a pipe of the program's. */
struct relay {
	int to;	      /* -1: closed, or not looked at */
	size_t ahead; /* bytes in that pipe that still are in ours, too */
	struct capture *copy;
};

struct child {
	pid_t pid;
	int fd; /* readable when it has ended; -1: ask */
	struct passed_signals signals;
	int ended, status;
	int late; /* how often something came after the end */
	struct relay in;
	struct drain out, err;
	struct metrics_in *metrics; /* or NULL */
	int rc;			    /* -1: see lost */
	struct err lost;
};

static void close_end(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

/* Takes out of our stdin what the program has read by now.  What it does not
 * read stays there for whoever reads next, as if we were not between. */
static void take_read(struct relay *r)
{
	char piece[65536];
	int left = 0;

	if (ioctl(r->to, FIONREAD, &left) < 0 || (size_t)left > r->ahead)
		left = 0;
	while (r->ahead > (size_t)left) {
		size_t want = r->ahead - (size_t)left;
		ssize_t n = read(STDIN_FILENO, piece,
				 want < sizeof piece ? want : sizeof piece);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			break;
		capture_add(r->copy, piece, (size_t)n);
		r->ahead -= (size_t)n;
	}
	r->ahead = (size_t)left;
}

/* Duplicates more of our stdin; nothing of it is taken. */
static void offer_more(struct relay *r)
{
	ssize_t n = tee(STDIN_FILENO, r->to, 1 << 16, SPLICE_F_NONBLOCK);

	if (n > 0)
		r->ahead = (size_t)n;
	else if (n == 0 || (errno != EAGAIN && errno != EINTR))
		close_end(&r->to);
}

static void end_relay(struct relay *r)
{
	if (r->to >= 0)
		take_read(r);
	close_end(&r->to);
}

/* The pipe has room for one piece only: when it can be written to, the
 * program has read all of it. */
static void relay(struct relay *r, short events)
{
	if (r->ahead && events & (POLLERR | POLLHUP | POLLNVAL))
		end_relay(r);
	else if (r->ahead)
		take_read(r);
	else
		offer_more(r);
}

/* Copies what is there to our stream and to the file.  When our reader has gone
 * the program is told as a pipe would tell it. */
static void drain(struct child *c, struct drain *d, const char *name)
{
	char piece[65536];
	ssize_t n = read(d->from, piece, sizeof piece);

	if (n < 0 && errno == EINTR)
		return;
	if (n <= 0) {
		close_end(&d->from);
		return;
	}
	capture_add(d->copy, piece, (size_t)n);
	if (put_all(d->to, piece, (size_t)n) == 0)
		return;
	if (errno != EPIPE && !c->rc)
		c->rc = err_sys(&c->lost, "cannot write to %s", name);
	close_end(&d->from);
}

static void look_for_end(struct child *c)
{
	if (!c->ended)
		c->ended = waitpid(c->pid, &c->status, WNOHANG) == c->pid;
}

/* Waits until something can be done and does it.  Returns 0 when the program
 * has ended and nothing is left to be read at once: what it left behind that
 * still holds its streams is not waited for. */
static int serve(struct child *c)
{
	struct relay *in = &c->in;
	struct pollfd p[] = {
		{ .fd = c->out.from, .events = POLLIN },
		{ .fd = c->err.from, .events = POLLIN },
		{ .fd = in->to < 0 ? -1 :
			in->ahead  ? in->to :
				     STDIN_FILENO,
		  .events = in->ahead ? POLLOUT : POLLIN },
		{ .fd = c->ended ? -1 : c->fd, .events = POLLIN },
		{ .fd = c->metrics ? c->metrics->from : -1, .events = POLLIN },
		{ .fd = c->signals.fd, .events = POLLIN },
	};
	int n = poll(p, 6, c->ended ? 0 : MOMENT);

	passed_signals_pass(&c->signals, c->ended ? 0 : c->pid);
	if (c->ended && n < 0 && errno == EINTR)
		return 1;
	if (c->ended && (n <= 0 || c->late++ == LATE))
		return 0;
	if (n > 0 && p[0].revents)
		drain(c, &c->out, "standard output");
	if (n > 0 && p[1].revents)
		drain(c, &c->err, "standard error");
	if (n > 0 && p[2].revents)
		relay(in, p[2].revents);
	if (n > 0 && p[4].revents)
		metrics_in_take(c->metrics);
	if (c->metrics)
		metrics_in_look(c->metrics);
	if (c->fd < 0 || n <= 0 || p[3].revents)
		look_for_end(c);
	if (c->ended)
		end_relay(in);
	return 1;
}

static int is_served(const struct child *c)
{
	return c->out.from >= 0 || c->err.from >= 0 || c->in.to >= 0 ||
	       (c->metrics && (c->metrics->from >= 0 || c->metrics->file));
}

static void wait_for(struct child *c)
{
	struct pollfd p[] = { { .fd = c->fd, .events = POLLIN },
			      { .fd = c->signals.fd, .events = POLLIN } };

	for (look_for_end(c); !c->ended; look_for_end(c)) {
		poll(p, 2, c->fd < 0 ? MOMENT : -1);
		passed_signals_pass(&c->signals, c->pid);
	}
}

/* What the program left behind still writes to the pipe FROM and would be
 * killed for that once we have gone: a process stays to pass it on to TO, or to
 * nowhere (-1).  It holds nothing else of ours, and ends with the last of them,
 * whatever signals they get. */
static void carry_on(int from, int to)
{
	char piece[65536];
	ssize_t n;

	if (from < 0 || fork() != 0)
		return;
	passed_signals_ignore();
	if (to >= 0)
		dup2(to, STDOUT_FILENO);
	dup2(from, STDIN_FILENO);
	if (to < 0)
		close(STDOUT_FILENO);
	close_range(STDERR_FILENO, ~0U, 0);
	do
		n = read(STDIN_FILENO, piece, sizeof piece);
	while (n > 0 &&
	       (to < 0 || put_all(STDOUT_FILENO, piece, (size_t)n) == 0));
	_exit(0);
}

static int follow(struct child *c, struct tracer *t, int *status,
		  struct err *err)
{
	struct err untraced = { 0 };
	int rc = t ? tracer_follow(t, &untraced) : 0;

	if (c->metrics)
		metrics_in_follow(c->metrics);
	c->fd = pidfd_open(c->pid, 0);
	while (is_served(c) && serve(c))
		;
	if (c->ended)
		passed_signals_end_left(&c->signals);
	carry_on(c->out.from, STDOUT_FILENO);
	carry_on(c->err.from, STDERR_FILENO);
	if (c->metrics)
		carry_on(c->metrics->from, -1);
	close_end(&c->out.from);
	close_end(&c->err.from);
	end_relay(&c->in);
	wait_for(c);
	passed_signals_end_left(&c->signals);
	close_end(&c->fd);
	*status = c->status;
	passed_signals_end(&c->signals);
	if (t)
		tracer_end(t);
	if (rc < 0)
		found_files_incomplete(t->found, untraced.text);
	if (c->rc < 0)
		*err = c->lost;
	return c->rc;
}

/* A pipe between us and the program: *OUR_SIGNALS, *ITS. */
static int make_pipe(int *ours, int *its, int we_write, struct err *err)
{
	int end[2];

	if (pipe2(end, O_CLOEXEC) < 0)
		return err_sys(err, "cannot make a pipe");
	*ours = end[we_write];
	*its = end[!we_write];
	return 0;
}

static int make_pipes(struct child *c, struct child_streams *s, int its[3],
		      struct err *err)
{
	int rc = 0;

	if (s->in.path)
		rc = make_pipe(&c->in.to, &its[0], 1, err);
	/* Room for one piece; see relay. */
	if (!rc && s->in.path)
		fcntl(c->in.to, F_SETPIPE_SZ, 1);
	if (!rc && s->out.path)
		rc = make_pipe(&c->out.from, &its[1], 0, err);
	if (!rc && s->err.path)
		rc = make_pipe(&c->err.from, &its[2], 0, err);
	if (!rc && s->joined &&
	    (its[2] = fcntl(its[1], F_DUPFD_CLOEXEC, 0)) < 0)
		rc = err_sys(err, "cannot duplicate a pipe");
	return rc;
}

int child_run(const char *program, char **argv, struct child_streams *s,
	      struct tracer *t, int *status, struct err *err)
{
	struct child c = { .in = { .to = -1, .copy = &s->in },
			   .out = { -1, STDOUT_FILENO, &s->out },
			   .err = { -1, STDERR_FILENO, &s->err },
			   .metrics = s->metrics };
	int its[3] = { -1, -1, -1 }, rc = make_pipes(&c, s, its, err);

	passed_signals_begin(&c.signals);
	stop_catch();
	if (!rc && (c.pid = fork()) == 0) {
		passed_signals_leave(&c.signals);
		become(program, argv, its, s->metrics, t);
	}
	for (int i = 0; i < 3; i++)
		close_end(&its[i]);
	if (!rc && c.pid < 0)
		rc = err_sys(err, "cannot start '%s'", program);
	else if (!rc)
		return follow(&c, t, status, err);
	passed_signals_end(&c.signals);
	if (t)
		tracer_end(t);
	close_end(&c.in.to);
	close_end(&c.out.from);
	close_end(&c.err.from);
	return rc;
}

int child_streams_are_joined(void)
{
	const pid_t us = getpid();
	struct stat out, other;

	if (fstat(STDOUT_FILENO, &out) < 0 ||
	    fstat(STDERR_FILENO, &other) < 0 || out.st_dev != other.st_dev ||
	    out.st_ino != other.st_ino || S_ISCHR(out.st_mode))
		return 0;
	return !S_ISREG(out.st_mode) ||
	       syscall(SYS_kcmp, us, us, KCMP_FILE, STDOUT_FILENO,
		       STDERR_FILENO) == 0 ||
	       (fcntl(STDOUT_FILENO, F_GETFL) & O_APPEND &&
		fcntl(STDERR_FILENO, F_GETFL) & O_APPEND);
}
