/* rclone.c - see rclone.h. */
#include "remote/rclone.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/mem.h"
#include "store/durable.h"

#define S3 "s3://"
#define ANY "rclone:"
#define NOT_THERE 3 /* exit status: no such directory */
#define NO_COMMAND 127
#define LIST_MOST ((size_t)1 << 30)	/* bytes */
#define MESSAGES_MOST ((size_t)1 << 20) /* bytes */
#define DATE 20				/* characters before a message */
#define MOMENT 200			/* milliseconds */

extern char **environ;

int rclone_is(const char *word)
{
	return !strncmp(word, S3, strlen(S3)) ||
	       !strncmp(word, ANY, strlen(ANY));
}

static int is_set(const char *name)
{
	const char *text = getenv(name);

	return text && *text;
}

/* Where the user says nothing else, keys come as AWS's programs find them. */
static char *bucket_of(const char *path)
{
	return mem_printf(":s3%s%s:%s",
			  is_set("RCLONE_S3_PROVIDER") ? "" :
			  is_set("RCLONE_S3_ENDPOINT") ? ",provider=Other" :
							 ",provider=AWS",
			  is_set("RCLONE_S3_ENV_AUTH") ||
					  is_set("RCLONE_S3_ACCESS_KEY_ID") ?
				  "" :
				  ",env_auth=true",
			  path);
}

static int is_good(const char *path)
{
	if (!*path || *path == '-' || *path == ':')
		return 0;
	for (; *path; path++)
		if ((unsigned char)*path < ' ' || *path == 127)
			return 0;
	return 1;
}

/* A word alone is a forgotten colon: rclone would take it for a directory. */
static int is_bare(const char *path)
{
	return !strchr(path, ':') && *path != '/' && *path != '.';
}

int rclone_open(struct rclone *r, const char *word, struct err *err)
{
	int s3 = !strncmp(word, S3, strlen(S3));
	char *path = mem_str(word + (s3 ? strlen(S3) : strlen(ANY)));
	size_t n = strlen(path);

	memset(r, 0, sizeof *r);
	while (n > 1 && path[n - 1] == '/')
		path[--n] = '\0';
	r->name = mem_str(word);
	if (!is_good(path) || (s3 ? *path == '/' : is_bare(path))) {
		free(path);
		return err_usage(err,
				 "'%s' names no place; want s3://BUCKET/PATH "
				 "or rclone:REMOTE:PATH",
				 word);
	}
	r->place = s3 ? bucket_of(path) : mem_str(path);
	free(path);
	return 0;
}

void rclone_release(struct rclone *r)
{
	for (size_t i = 0; i < r->n; i++)
		free(r->file[i].name);
	free(r->file);
	free(r->place);
	free(r->name);
	free(r->temp);
	memset(r, 0, sizeof *r);
}

/* --- the child ----------------------------------------------------------- */

/* What the child's environment has unless the user says something else: a place
 * that does not answer is given up within a minute. */
static const char *const defaults[] = { "RCLONE_RETRIES=2",
					"RCLONE_LOW_LEVEL_RETRIES=3",
					"RCLONE_CONTIMEOUT=15s" };
#define DEFAULTS (sizeof defaults / sizeof *defaults)

static int is_named(const char *variable)
{
	char *name = mem_strn(variable, strcspn(variable, "="));
	int yes = is_set(name);

	free(name);
	return yes;
}

/* rclone's library for S3 fails where AWS_CA_BUNDLE is set; rclone itself has
 * RCLONE_CA_CERT for that. */
static void environment(struct strs *to)
{
	static const char bundle[] = "AWS_CA_BUNDLE=";

	for (char **e = environ; *e; e++)
		if (strncmp(*e, bundle, strlen(bundle)) != 0)
			strs_add(to, *e);
		else if (!is_set("RCLONE_CA_CERT"))
			strs_take(to, mem_printf("RCLONE_CA_CERT=%s",
						 *e + strlen(bundle)));
	for (size_t i = 0; i < DEFAULTS; i++)
		if (!is_named(defaults[i]))
			strs_add(to, defaults[i]);
}

/* Starts ARGV with stdout to OUT and stderr to the file ERRORS. */
static int start(pid_t *pid, char **argv, int out, const char *errors)
{
	posix_spawn_file_actions_t to;
	posix_spawnattr_t with;
	struct strs list = { 0 };
	char **envp;
	sigset_t none;
	int rc;

	environment(&list);
	envp = mem_zero(list.n + 1, sizeof *envp);
	memcpy(envp, list.at, list.n * sizeof *envp);
	sigemptyset(&none);
	posix_spawnattr_init(&with);
	posix_spawnattr_setsigmask(&with, &none);
	posix_spawnattr_setflags(&with, POSIX_SPAWN_SETSIGMASK);
	posix_spawn_file_actions_init(&to);
	posix_spawn_file_actions_addopen(&to, 0, "/dev/null", O_RDONLY, 0);
	posix_spawn_file_actions_adddup2(&to, out, 1);
	posix_spawn_file_actions_addopen(&to, 2, errors,
					 O_WRONLY | O_CREAT | O_TRUNC, 0666);
	rc = posix_spawnp(pid, argv[0], &to, &with, argv, envp);
	posix_spawn_file_actions_destroy(&to);
	posix_spawnattr_destroy(&with);
	strs_release(&list);
	free(envp);
	return rc;
}

/* Reads what the child prints, and ends it when we are to stop. */
static int take_output(const struct rclone *r, pid_t pid, int fd,
		       struct buf *to)
{
	struct pollfd p = { .fd = fd, .events = POLLIN };
	int stopped = 0;

	for (;;) {
		int n = poll(&p, 1, MOMENT);
		ssize_t got = 0;

		if (!stopped && r->stop && r->stop()) {
			kill(pid, SIGTERM);
			stopped = 1;
		}
		if (n <= 0)
			continue;
		buf_reserve(to, 65536);
		got = read(fd, to->data + to->len, 65536);
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return stopped;
		if (to->len < LIST_MOST)
			to->len += (size_t)got;
		to->data[to->len] = '\0';
	}
}

static int wait_for(pid_t pid)
{
	int status = 0;

	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			return -1;
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

/* Returns the last message in TEXT, which begins with a date, without that. */
static const char *last_message(char *text)
{
	const char *found = "it does not say why";
	char *line = text, *end;

	for (; *line; line = end) {
		end = line + strcspn(line, "\n");
		while (end[0] && strspn(end + 1, "0123456789") != 4) {
			*end++ = ' ';
			end += strcspn(end, "\n");
		}
		if (*end)
			*end++ = '\0';
		found = strlen(line) > DATE ? line + DATE : line;
	}
	return found;
}

static int failed(const struct rclone *r, const char *errors, int status,
		  struct err *err)
{
	struct err ignored = { 0 };
	struct buf b = { 0 }, seen = { 0 };

	if (durable_read(&b, errors, MESSAGES_MOST, &ignored) != 1 || !b.len)
		buf_str(&b, "it does not say why");
	while (b.len && b.data[b.len - 1] == '\n')
		b.data[--b.len] = '\0';
	buf_visible(&seen, last_message(b.data));
	errno = 0;
	err_sys(err, "rclone failed for '%s' (status %d): %.600s", r->name,
		status, buf_text(&seen));
	buf_release(&seen);
	buf_release(&b);
	return -1;
}

/* Runs "rclone WORD...".  Returns 0, or 1 if there is no such place. */
static int run(const struct rclone *r, const char *const *word, struct buf *out,
	       struct err *err)
{
	char *argv[20], *errors = mem_printf("%s/messages", r->temp);
	int n = 0, fd[2], rc, stopped = 0, status = -1;
	pid_t pid;

	argv[n++] = mem_str("rclone");
	for (; *word && n < 19; word++)
		argv[n++] = mem_str(*word);
	argv[n] = NULL;
	if (pipe2(fd, O_CLOEXEC) < 0) {
		rc = err_sys(err, "cannot make a pipe");
	} else {
		rc = start(&pid, argv, fd[1], errors);
		close(fd[1]);
		if (!rc) {
			stopped = take_output(r, pid, fd[0], out);
			status = wait_for(pid);
		}
		close(fd[0]);
		errno = rc == ENOENT ? 0 : rc;
		if (rc || status == NO_COMMAND)
			rc = err_sys(err, "cannot start 'rclone', which "
					  "reaches such places; is it "
					  "installed?");
		else if (stopped)
			rc = err_no(err, "stopped");
		else if (status == NOT_THERE)
			rc = 1;
		else if (status)
			rc = failed(r, errors, status, err);
	}
	while (n)
		free(argv[--n]);
	free(errors);
	return rc;
}

/* --- what it is asked ----------------------------------------------------- */

static int by_name(const void *a, const void *b)
{
	const struct rclone_file *x = a, *y = b;

	return strcmp(x->name, y->name);
}

/* "SIZE NAME" */
static void add_line(struct rclone *r, char *line, size_t *cap)
{
	char *space = strchr(line, ' ');

	if (!space)
		return;
	if (r->n == *cap) {
		*cap = *cap ? 2 * *cap : 256;
		r->file = mem_grow(r->file, *cap, sizeof *r->file);
	}
	r->file[r->n++] = (struct rclone_file){ mem_str(space + 1),
						strtoull(line, NULL, 10) };
}

int rclone_list(struct rclone *r, struct err *err)
{
	const char *word[] = { "lsf",	   "-R",	  "--files-only",
			       "--format", "sp",	  "--separator",
			       " ",	   "--log-level", "ERROR",
			       "--",	   r->place,	  NULL };
	struct buf b = { 0 };
	size_t cap = 0;
	int rc = run(r, word, &b, err);
	char *line = b.data, *end;

	for (; rc == 0 && line && (end = strchr(line, '\n')); line = end + 1) {
		*end = '\0';
		add_line(r, line, &cap);
	}
	if (r->n)
		qsort(r->file, r->n, sizeof *r->file, by_name);
	buf_release(&b);
	return rc < 0 ? -1 : 0;
}

const struct rclone_file *rclone_find(const struct rclone *r, const char *name)
{
	struct rclone_file key = { .name = mem_str(name) };
	const struct rclone_file *found =
		r->n ? bsearch(&key, r->file, r->n, sizeof key, by_name) : NULL;

	free(key.name);
	return found;
}

static int copy(const struct rclone *r, const char *source, const char *target,
		const struct strs *names, struct err *err)
{
	char *list = mem_printf("%s/list", r->temp);
	const char *word[] = { "copy",
			       "--log-level",
			       "ERROR",
			       "--no-check-dest",
			       "--files-from-raw",
			       list,
			       "--",
			       source,
			       target,
			       NULL };
	struct buf b = { 0 }, out = { 0 };
	int fd, rc;

	for (size_t i = 0; i < names->n; i++)
		buf_printf(&b, "%s\n", names->at[i]);
	fd = durable_create(list, err);
	rc = fd < 0 ? -1 : durable_add(fd, buf_text(&b), b.len, list, err);
	if (fd >= 0)
		close(fd);
	if (!rc && names->n)
		rc = run(r, word, &out, err);
	if (rc > 0)
		rc = err_data(err, "there is no '%s'", r->name);
	buf_release(&out);
	buf_release(&b);
	free(list);
	return rc;
}

int rclone_put(const struct rclone *r, const char *dir,
	       const struct strs *names, struct err *err)
{
	return copy(r, dir, r->place, names, err);
}

int rclone_get(const struct rclone *r, const char *dir,
	       const struct strs *names, struct err *err)
{
	return copy(r, r->place, dir, names, err);
}
