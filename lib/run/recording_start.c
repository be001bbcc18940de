/*
 * recording_start.c - see recording_start.h.
 */
#include "run/recording_start.h"

#include <errno.h>
#include <limits.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/thread_pool.h"
#include "code/code_tree.h"
#include "run/argv.h"
#include "run/environment.h"
#include "run/resolve.h"
#include "run/run.h"
#include "run/run_id.h"
#include "code/secret.h"
#include "store/object.h"
#include "store/sweep.h"

/* Returns the path of TO relative to the directory FROM, both absolute:
 * "../b/c", or "." if they are the same. */
static char *relative(const char *from, const char *to)
{
	size_t i = 0, same = 0;
	struct buf b = { 0 };
	const char *p;

	while (from[i] && from[i] == to[i]) {
		i++;
		if ((!from[i] || from[i] == '/') && (!to[i] || to[i] == '/'))
			same = i;
	}
	for (p = from + same; *p; p++)
		if (*p == '/' && p[1])
			buf_str(&b, b.len ? "/.." : "..");
	for (to += same; *to == '/';)
		to++;
	if (*to)
		buf_printf(&b, "%s%s", b.len ? "/" : "", to);
	return b.len ? buf_detach(&b) : mem_str(".");
}

/* Records the name of the file that FD is.  For stdin, KEY is always set: it is
 * empty if stdin is not a file. */
static void add_redirection(struct json *j, const char *key, int fd,
			    const char *link, const char *cwd)
{
	char path[PATH_MAX], *name = NULL;
	struct stat st;
	ssize_t n = readlink(link, path, sizeof path - 1);

	if (n > 0 && *path == '/' && !fstat(fd, &st) && S_ISREG(st.st_mode) &&
	    st.st_nlink) {
		path[n] = 0;
		name = relative(cwd, path);
	}
	if (name || fd == STDIN_FILENO)
		json_set_str(j, key, name ? name : "");
	free(name);
}

static int add_place(struct json *j, const struct store *s, struct err *err)
{
	char *cwd = getcwd(NULL, 0), *home, *real, *from;

	if (!cwd)
		return err_sys(err, "cannot find the working directory");
	real = realpath(s->path, NULL);
	home = mem_str(real ? real : s->path);
	*strrchr(home, '/') = 0;
	from = relative(home, cwd);
	json_set_str(j, "cwd", from);
	json_set_str(j, "cwd_absolute", cwd);
	add_redirection(j, "stdin", STDIN_FILENO, "/proc/self/fd/0", cwd);
	add_redirection(j, "stdout", STDOUT_FILENO, "/proc/self/fd/1", cwd);
	free(from);
	free(home);
	free(real);
	free(cwd);
	return 0;
}

static void add_machine(struct json *j)
{
	struct passwd *pw = getpwuid(geteuid());
	char number[32], now[32];
	struct utsname u;

	snprintf(number, sizeof number, "%lu", (unsigned long)geteuid());
	json_set_str(j, "user", pw ? pw->pw_name : number);
	if (uname(&u) == 0) {
		char *machine = mem_printf("%s %s %s", u.sysname, u.release,
					   u.machine);

		json_set_str(j, "host", u.nodename);
		json_set_str(j, "machine", machine);
		free(machine);
	}
	json_set_int(j, "pid", getpid());
	json_set_str(j, "time", run_time(now));
}

/* Records the name of the pipe that connects us to another stage. */
static void add_pipe(struct json *j, const char *key, const char *fd)
{
	char name[64];
	ssize_t n = readlink(fd, name, sizeof name - 1);

	if (n <= 0 || strncmp(name, "pipe:", 5))
		return;
	name[n] = 0;
	json_set_str(j, key, name);
}

static int put_text(const struct store *s, struct json *j, const char *key,
		    const struct buf *b, struct err *err)
{
	char hex[DIGEST_HEX + 1];
	struct digest d;

	if (object_put(s, buf_text(b), b->len, &d, err) < 0)
		return -1;
	json_set_str(j, key, digest_hex(hex, &d));
	return 0;
}

/* Slow work, which two threads do at the same time. */
enum { TREE, MACHINE, PACKAGES, LEFTOVERS, FOUND };

struct found {
	const struct store *store;
	struct strs *last;
	struct json *code;
	int has_code; /* 0, or -1: see ERR */
	struct err err;
	struct messages *messages;
	struct json *libraries, *machine;
	struct buf packages;
};

static void find(void *arg, size_t what, int worker)
{
	struct found *f = arg;

	(void)worker;
	if (what == TREE)
		f->has_code = code_tree_keep(&f->code, f->store, ".",
					     f->messages, &f->err);
	else if (what == MACHINE)
		f->machine = environment_json(f->libraries);
	else if (what == PACKAGES)
		environment_packages(&f->packages);
	else
		sweep_store(f->store, f->last);
}

static int add_environment(struct json *j, const struct store *s,
			   const struct found *f, struct err *err)
{
	struct buf b = { 0 };
	int rc = 0;

	if (f->packages.len)
		rc = put_text(s, f->machine, "packages", &f->packages, err);
	json_write(f->machine, &b);
	if (!rc)
		rc = put_text(s, j, "environment", &b, err);
	buf_release(&b);
	return rc;
}

static int add_found(struct json *j, const struct store *s,
		     struct messages *messages, struct strs *secrets,
		     struct strs *last, struct err *err)
{
	struct thread_pool *pool = thread_pool_new(2);
	/* Before what is done beside it loads what only it needs. */
	struct found f = { .store = s,
			   .last = last,
			   .messages = messages,
			   .libraries = environment_libraries() };
	int rc;

	thread_pool_run(pool, FOUND, find, &f);
	thread_pool_free(pool);
	if ((rc = f.has_code) < 0)
		*err = f.err;
	json_set(j, "code", f.code);
	secret_replace_json(&f.machine, secrets);
	if (!rc)
		rc = add_environment(j, s, &f, err);
	json_free(f.machine);
	buf_release(&f.packages);
	return rc;
}

static struct json *words(int n, char **word)
{
	struct json *list = json_new_list();
	int i;

	for (i = 0; i < n; i++)
		json_add_str(list, word[i]);
	return list;
}

/* Records which run the operand that may name a run stands for now, as {"@1":
 * id}, and the operand's index in argv.  No other word is taken for the name of
 * a run. */
static void add_names(struct json *j, const struct store *s,
		      const struct recording_request *asked)
{
	struct json *names = json_new();
	struct err ignored = { 0 };
	char *id = NULL;

	if (asked->run_at && access(asked->operand[0], F_OK) < 0 &&
	    resolve_run(s, asked->operand[0], &id, &ignored) == 0) {
		json_set_str(names, asked->operand[0], id);
		json_set_int(j, "run_at", asked->run_at);
	}
	json_set(j, "names", names);
	free(id);
}

static void set_settings(struct json *j, const char *key,
			 const struct json *settings)
{
	json_set(j, key, settings ? json_clone(settings) : json_new());
}

static void say_secrets(const struct strs *where, struct messages *m)
{
	struct buf b = { 0 };

	for (size_t i = 0; i < where->n; i++)
		buf_printf(&b, "%s%s", i ? ", " : "", where->at[i]);
	if (where->n)
		messages_warn(m,
			      "the record has " SECRET_MARK
			      " in place of what looks like a secret (%s)",
			      buf_text(&b));
	buf_release(&b);
}

/* The directories in which the run may change nothing, nor may a repetition. */
static void add_protected(struct json *j)
{
	const char *dirs = getenv("XP_PROTECT");
	struct json *list = dirs && *dirs ? json_new_list() : NULL;

	while (list && *dirs) {
		size_t n = strcspn(dirs, "\n");
		char *dir = mem_strn(dirs, n);

		if (n)
			json_add_str(list, dir);
		free(dir);
		dirs += n + (dirs[n] == '\n');
	}
	json_set(j, "protected", list);
}

/* What a person wrote down before the run, and what it is a rerun of. */
static void add_intent(struct json *j, const struct recording_request *asked)
{
	const char *again = getenv("XP_RERUN_OF");

	if (asked->expect && asked->expect->n)
		json_set(j, "expect",
			 words((int)asked->expect->n, asked->expect->at));
	json_set_str(j, "because", asked->because);
	json_set_str(j, "extends", asked->extends);
	if (again && run_id_is(again))
		json_set_str(j, "rerun_of", again);
	add_protected(j);
	/* It is of this run, and of none that it starts. */
	unsetenv("XP_RERUN_OF");
}

struct json *recording_start_json(const struct store *s,
				  const struct recording_request *asked,
				  struct strs *last, struct err *err)
{
	struct messages ignored = { 0 };
	struct messages *m = asked->messages ? asked->messages : &ignored;
	struct strs where = { 0 }; /* 1: secrets were found */
	struct json *j = json_new();
	json_set_str(j, "xp", "start 1");
	json_set_str(j, "tool", asked->tool);
	json_set_str(j, "version", asked->version);
	json_set_str(j, "what", asked->what);
	json_set_str(j, "config", asked->config);
	argv_set(j, asked->argc, asked->argv);
	json_set(j, "operands", words(asked->operands, asked->operand));
	add_intent(j, asked);
	if (asked->unwatched)
		json_set(j, "unwatched",
			 words((int)asked->unwatched->n, asked->unwatched->at));
	if (asked->joined)
		json_set_int(j, "joined", 1);
	add_names(j, s, asked);
	set_settings(j, "settings", asked->settings);
	set_settings(j, "all_settings", asked->all_settings);
	add_machine(j);
	add_pipe(j, "pipe_in", "/proc/self/fd/0");
	add_pipe(j, "pipe_out", "/proc/self/fd/1");
	if (add_place(j, s, err) == 0 &&
	    add_found(j, s, m, &where, last, err) == 0) {
		secret_replace_json(&j, &where);
		argv_hide(j);
		say_secrets(&where, m);
	} else {
		json_free(j);
		j = NULL;
	}
	strs_release(&where);
	messages_release(&ignored);
	return j;
}
