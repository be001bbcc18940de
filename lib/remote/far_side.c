/* far_side.c - see far_side.h. */
#include "remote/far_side.h"

#include <errno.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/mem.h"

#define NO_COMMAND 127	  /* what a shell exits with */
#define NO_CONNECTION 255 /* what ssh exits with */
#define DIGITS "0123456789"

extern char **environ;

/* Cuts ":PORT" off HOST.  An IPv6 address is in brackets, which ssh does not
 * want. */
static void cut_port(struct far_side *f)
{
	char *at = strrchr(f->host, '@');
	char *name = at ? at + 1 : f->host;
	char *end = *name == '[' ? strchr(name, ']') : NULL;
	char *colon = strrchr(end ? end : name, ':');

	if (colon) {
		*colon = '\0';
		f->port = mem_str(colon + 1);
	}
	if (end && !end[1]) {
		*end = '\0';
		memmove(name, name + 1, strlen(name));
	}
}

static int is_safe(const struct far_side *f)
{
	const char *at = strrchr(f->host, '@');
	const char *name = at ? at + 1 : f->host;

	for (const char *c = f->host; *c; c++)
		if ((unsigned char)*c <= ' ' || *c == 127)
			return 0;
	return *f->host && *f->host != '-' && *f->host != '@' && *name &&
	       *name != '-' &&
	       (!f->port || (*f->port && strlen(f->port) <= 5 &&
			     strspn(f->port, DIGITS) == strlen(f->port)));
}

int far_side_parse(struct far_side *f, const char *place, struct err *err)
{
	const char *host = place + strlen(FAR_SIDE);
	const char *path = strncmp(place, FAR_SIDE, strlen(FAR_SIDE)) ?
				   NULL :
				   strchr(host, '/');

	memset(f, 0, sizeof *f);
	f->fd = -1;
	if (path) {
		f->host = mem_strn(host, (size_t)(path - host));
		cut_port(f);
	}
	if (!path || !path[1] || !is_safe(f) || strchr(path, '\n'))
		return err_usage(err,
				 "'%s' names no store on another machine; want "
				 "ssh://[USER@]HOST[:PORT]/PATH",
				 place);
	if (!strcmp(path, "/~") || !strcmp(path, "/~/"))
		path = ".";
	else if (!strncmp(path, "/~/", 3))
		path += 3;
	f->path = mem_str(path);
	return 0;
}

/* Appends TEXT as one word of a shell. */
static void quote(struct buf *b, const char *text)
{
	buf_char(b, '\'');
	for (; *text; text++)
		if (*text == '\'')
			buf_str(b, "'\\''");
		else
			buf_char(b, *text);
	buf_char(b, '\'');
}

static int spawn(struct far_side *f, char **argv, int its)
{
	posix_spawn_file_actions_t to;
	int rc;

	posix_spawn_file_actions_init(&to);
	posix_spawn_file_actions_adddup2(&to, its, 0);
	posix_spawn_file_actions_adddup2(&to, its, 1);
	rc = posix_spawnp(&f->pid, argv[0], &to, NULL, argv, environ);
	posix_spawn_file_actions_destroy(&to);
	return rc;
}

static int start(struct far_side *f, char **argv, struct err *err)
{
	int end[2], rc;

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, end) < 0)
		return err_sys(err, "cannot make a socket");
	rc = spawn(f, argv, end[1]);
	close(end[1]);
	f->fd = end[0];
	if (!rc)
		return 0;
	f->pid = 0;
	errno = rc;
	return err_sys(err, "cannot start '%s'", argv[0]);
}

int far_side_start(struct far_side *f, const char *command, struct err *err)
{
	const char *ssh = getenv("XP_SSH");
	struct buf there = { 0 }, shell = { 0 };
	char name[] = "ssh", sh[] = "/bin/sh", c[] = "-c", p[] = "-p";
	char *argv[9];
	int n = 0, rc;

	buf_printf(&there, "%s serve ", command ? command : "xp-log");
	if (*f->path == '-')
		buf_str(&there, "./");
	quote(&there, f->path);
	if (ssh && *ssh) {
		buf_printf(&shell, "%s \"$@\"", ssh);
		argv[n++] = sh;
		argv[n++] = c;
		argv[n++] = shell.data;
	}
	argv[n++] = name;
	if (f->port) {
		argv[n++] = p;
		argv[n++] = f->port;
	}
	argv[n++] = f->host;
	argv[n++] = there.data;
	argv[n] = NULL;
	rc = start(f, argv, err);
	buf_release(&shell);
	buf_release(&there);
	return rc;
}

void far_side_end(struct far_side *f, int failed, struct err *err)
{
	int status = 0;
	pid_t got;

	if (f->fd >= 0)
		close(f->fd);
	f->fd = -1;
	if (!f->pid)
		return;
	do
		got = waitpid(f->pid, &status, 0);
	while (got < 0 && errno == EINTR);
	f->pid = 0;
	if (!failed || got < 0 || !WIFEXITED(status))
		return;
	errno = 0;
	if (WEXITSTATUS(status) == NO_CONNECTION)
		err_sys(err, "cannot connect to '%s'; ssh says why above",
			f->host);
	else if (WEXITSTATUS(status) == NO_COMMAND)
		err_sys(err,
			"'%s' has no xp-log where its shell looks for it: say "
			"where it is with --remote-command",
			f->host);
}

void far_side_release(struct far_side *f)
{
	struct err ignored = { 0 };

	far_side_end(f, 0, &ignored);
	free(f->host);
	free(f->port);
	free(f->path);
	memset(f, 0, sizeof *f);
	f->fd = -1;
}
