/* detach.c - see detach.h. */
#include "app/detach.h"

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

#include "base/mem.h"

static int report = -1; /* the child's end of the pipe to the parent */
static char *log_path;
static volatile pid_t child;

const char *detach_log(void)
{
	return log_path;
}

/* The child decides what a signal means; it may want to write a checkpoint. */
static void pass_on(int number)
{
	kill(child, number);
}

static void pass_signals_on(void)
{
	static const int number[] = { SIGINT, SIGTERM, SIGHUP, SIGUSR1 };
	struct sigaction now,
		new = { .sa_handler = pass_on, .sa_flags = SA_RESTART };

	for (size_t i = 0; i < sizeof(number) / sizeof(*number); i++)
		if (!sigaction(number[i], NULL, &now) &&
		    now.sa_handler != SIG_IGN)
			sigaction(number[i], &new, NULL);
}

struct parent {
	int report;	 /* its end of the pipe */
	int log;	 /* the log, or -1 */
	struct buf text; /* what the child reported: lines */
	char *id;	 /* the run's id once the child is ready */
};

static void copy_log(struct parent *p)
{
	char text[4096];
	ssize_t n;

	while (p->log >= 0 && (n = read(p->log, text, sizeof(text))) > 0)
		fwrite(text, 1, (size_t)n, stderr);
	fflush(stderr);
}

/* "log OFFSET PATH" or "ready ID" */
static void take_line(struct parent *p, char *line)
{
	char *end;
	off_t from;

	if (!strncmp(line, "ready ", 6)) {
		p->id = mem_str(line + 6);
		return;
	}
	from = (off_t)strtoll(line + 4, &end, 10);
	p->log = open(end + 1, O_RDONLY | O_CLOEXEC);
	if (p->log >= 0)
		lseek(p->log, from, SEEK_SET);
}

/* Returns 0 at the end of what the child reports. */
static int take_report(struct parent *p)
{
	char text[4096], *at, *end;
	ssize_t n = read(p->report, text, sizeof(text));

	if (n <= 0)
		return n < 0 && errno == EINTR;
	buf_add(&p->text, text, (size_t)n);
	for (at = p->text.data; (end = strchr(at, '\n')); at = end + 1) {
		*end = '\0';
		take_line(p, at);
	}
	n = at - p->text.data;
	memmove(p->text.data, at, p->text.len - (size_t)n + 1);
	p->text.len -= (size_t)n;
	return !p->id;
}

/* Returns the exit status of the child, or -N if signal N ended it. */
static int wait_for_child(void)
{
	int status;

	while (waitpid(child, &status, 0) < 0)
		if (errno != EINTR)
			return ERR_SYS;
	return WIFSIGNALED(status) ? -WTERMSIG(status) : WEXITSTATUS(status);
}

static int follow(int fd, struct err *err)
{
	struct parent p = { .report = fd, .log = -1 };
	struct pollfd from = { .fd = fd, .events = POLLIN };
	int code = 0, more = 1;

	pass_signals_on();
	while (more) {
		if (poll(&from, 1, p.log < 0 ? -1 : 100) > 0)
			more = take_report(&p);
		copy_log(&p);
	}
	if (!p.id)
		code = wait_for_child();
	else if (printf("%s\n", p.id) < 0 || fflush(stdout) == EOF)
		code = err_sys(err,
			       "cannot write the id of run %s, which goes "
			       "on, to stdout",
			       p.id);
	copy_log(&p);
	if (p.log >= 0)
		close(p.log);
	buf_release(&p.text);
	free(p.id);
	return code;
}

int detach_start(const struct ctx *ctx, int *code, struct err *err)
{
	int fd[2];

	if (pipe2(fd, O_CLOEXEC) < 0)
		return err_sys(err, "cannot make a pipe");
	fflush(NULL);
	child = fork();
	if (child < 0) {
		close(fd[0]);
		close(fd[1]);
		return err_sys(err, "cannot start %s in the background",
			       ctx->name);
	}
	if (!child) {
		close(fd[0]);
		report = fd[1];
		return 1;
	}
	close(fd[1]);
	*code = follow(fd[0], err);
	close(fd[0]);
	return *code == -1 && err->kind ? -1 : 0;
}

int detach_record(const struct ctx *ctx, struct err *err)
{
	char *path = mem_printf("%s/log", ctx->run_dir);
	int fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
	struct stat st;

	if (fd < 0 || fstat(fd, &st) < 0 || dup2(fd, STDERR_FILENO) < 0) {
		err_sys(err, "cannot write '%s'", path);
		if (fd >= 0)
			close(fd);
		free(path);
		return -1;
	}
	close(fd);
	log_path = path;
	dprintf(report, "log %lld %s\n", (long long)st.st_size, path);
	return 0;
}

void detach_ready(const struct ctx *ctx)
{
	int null;

	if (report < 0)
		return;
	setsid();
	null = open("/dev/null", O_RDWR | O_CLOEXEC);
	dup2(null, STDIN_FILENO);
	dup2(null, STDOUT_FILENO);
	close(null);
	dprintf(report, "ready %s\n", ctx->run_id);
	close(report);
	report = -1;
}
