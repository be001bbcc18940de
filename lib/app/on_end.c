/* on_end.c - see on_end.h. */
#include "app/on_end.h"

#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/mem.h"
#include "run/run.h"

extern char **environ;

/* Returns 0 and fills STATUS, or an errno. */
static int spawn(const char *command, int *status)
{
	char *argv[] = { (char *)(uintptr_t) "sh", (char *)(uintptr_t) "-c",
			 (char *)(uintptr_t)command, NULL };
	posix_spawn_file_actions_t to;
	pid_t child;
	int rc;

	posix_spawn_file_actions_init(&to);
	posix_spawn_file_actions_addopen(&to, STDIN_FILENO, "/dev/null",
					 O_RDONLY, 0);
	posix_spawn_file_actions_adddup2(&to, STDERR_FILENO, STDOUT_FILENO);
	rc = posix_spawn(&child, "/bin/sh", &to, NULL, argv, environ);
	while (!rc && waitpid(child, status, 0) < 0 && errno == EINTR)
		;
	posix_spawn_file_actions_destroy(&to);
	return rc;
}

/* "exit 0", "signal 9" or "not started" */
static char *outcome(int rc, int status)
{
	if (rc)
		return mem_str("not started");
	if (WIFSIGNALED(status))
		return mem_printf("signal %d", WTERMSIG(status));
	return mem_printf("exit %d", WEXITSTATUS(status));
}

/* The file has a line for each command. */
static void add_as_line(struct buf *to, const char *text)
{
	size_t at = to->len;

	buf_visible(to, text);
	for (; at < to->len; at++)
		if (to->data[at] == '\n')
			to->data[at] = ' ';
	buf_char(to, '\n');
}

static void record(const struct ctx *ctx, const char *run_dir,
		   const char *state, const char *how, const char *command)
{
	char *path = mem_printf("%s/on-end", run_dir), when[32];
	struct buf line = { 0 };
	struct err err;

	buf_printf(&line, "%s\t%s\t%s\t", run_time(when), state, how);
	add_as_line(&line, command);
	if (out_append(path, line.data, line.len, 1, &err) < 0)
		ctx_warn(ctx, "--on-end: %s", err.text);
	buf_release(&line);
	free(path);
}

void on_end_run(const struct ctx *ctx, const char *command, const char *state,
		const char *run_id, const char *run_dir)
{
	int status = 0, rc;
	char *how;

	setenv("XP_RUN", run_id ? run_id : "", 1);
	setenv("XP_STATE", state, 1);
	rc = spawn(command, &status);
	how = outcome(rc, status);
	if (rc || status)
		ctx_warn(ctx, "--on-end: '%s': %s", command, how);
	if (run_dir)
		record(ctx, run_dir, state, how, command);
	free(how);
}
