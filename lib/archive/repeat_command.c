/* repeat_command.c - see repeat_command.h. */
#include "archive/repeat_command.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/pidfd.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "archive/pack_code.h"
#include "archive/member_path.h"
#include "archive/protect.h"
#include "archive/script.h"
#include "base/mem.h"
#include "run/seen_names.h"
#include "store/durable.h"
#include "store/object.h"
#include "store/staging.h"

struct target {
	int fd;
	const char *name;
};

static int add_bytes(void *arg, const void *data, size_t n, struct err *err)
{
	const struct target *t = arg;

	return durable_add(t->fd, data, n, t->name, err);
}

/* In a scratch directory the code is where the user had it, not in code/. */
static char *place_for(const struct member *p, const char *code)
{
	char *place = member_place(p->name);
	size_t n = code ? strlen(code) : 0;
	char *inner;

	if (!place || !n || strncmp(place, code, n))
		return place;
	inner = mem_str(place + n);
	free(place);
	return inner;
}

static int lay_piece(int top, const struct member *p, const char *code,
		     struct err *err)
{
	char *place = place_for(p, code);
	struct target t = { .fd = -1, .name = place };
	int rc = 0;

	if (!place)
		return err_data(err, "'%s' cannot be the name of a file",
				p->name);
	t.fd = staging_create(top, place, p->blob.executable ? 0777 : 0666);
	if (t.fd < 0 && errno != EEXIST)
		rc = err_sys(err, "cannot make a copy of '%s'", place);
	else if (t.fd >= 0 && p->from)
		rc = blob_feed(p->from, &p->blob, add_bytes, &t, err);
	else if (t.fd >= 0)
		rc = add_bytes(&t, p->text, p->blob.size, err);
	if (t.fd >= 0 && close(t.fd) && !rc)
		rc = err_sys(err, "cannot make a copy of '%s'", place);
	free(place);
	return rc;
}

/* Lay out inputs before code, and replace nothing: if a file is both, the
 * command gets what the run read. */
static int lay_all(int top, const struct members *p, const char *code,
		   struct err *err)
{
	int rc = 0;

	for (int late = 0; late < 2; late++)
		for (size_t i = 0; !rc && i < p->n; i++)
			if ((strncmp(p->list[i].name, "code/", 5) == 0) == late)
				rc = lay_piece(top, &p->list[i], code, err);
	return rc;
}

/* Make the directory DIR/PLACE with its parents. */
static int make_dirs(const char *dir, const char *place, struct err *err)
{
	char *path = mem_printf("%s/%s", dir, place);
	char *end = path + strlen(dir);
	int rc = 0;

	while (!rc && (end = strchr(end + 1, '/'))) {
		*end = '\0';
		rc = durable_make_dir(path, err);
		*end = '/';
	}
	if (!rc && *place)
		rc = durable_make_dir(path, err);
	free(path);
	return rc;
}

/* Links PLACE in DIR to FILE, unless something is there. */
static int link_one(const char *dir, const char *place, const char *file,
		    struct err *err)
{
	const char *slash = strrchr(place, '/');
	char *above = slash ? mem_strn(place, (size_t)(slash - place)) :
			      mem_str("");
	char *at = mem_printf("%s/%s", dir, place);
	int rc = make_dirs(dir, above, err);

	if (!rc && symlink(file, at) < 0 && errno != EEXIST)
		rc = err_sys(err, "cannot make the link '%s'", at);
	free(at);
	free(above);
	return rc;
}

/* Modules in the experiment, such as those of a virtual environment, are not
 * kept: the command finds them as they are now, where it found them.  It did
 * not write to them, or they would not be in the list. */
static int link_modules(const struct provenance *c, const char *dir,
			struct strs *gone, struct err *err)
{
	const struct step *st = &c->step[c->n - 1];
	struct file_list l;
	int rc = 0;

	seen_names_modules(&l, c->store, &st->run);
	for (size_t i = 0; !rc && i < l.n; i++) {
		const char *path = l.list[i].path;
		char *place = member_path(st->cwd, st->run.id, path);
		char *file = mem_printf("%s/%s", st->root, path);
		char *real = *path == '/' ? NULL : realpath(file, NULL);
		struct stat s;

		if (real && member_path_is_safe(place) && stat(real, &s) == 0 &&
		    S_ISREG(s.st_mode))
			rc = link_one(dir, place, real, err);
		else if (*path != '/')
			strs_add(gone, path);
		free(real);
		free(file);
		free(place);
	}
	file_list_release(&l);
	return rc;
}

int repeat_command_lay_out(const struct members *p, const struct provenance *c,
			   const char *dir, struct strs *gone, struct err *err)
{
	const struct step *st = &c->step[c->n - 1];
	char *name = pack_code_dir(c, st);
	char *code = name ? mem_printf("%s/", name) : NULL;
	int top = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int rc = top < 0 ? err_sys(err, "cannot open '%s'", dir) :
			   lay_all(top, p, code, err);

	if (!rc)
		rc = make_dirs(dir, st->cwd, err);
	if (!rc)
		rc = link_modules(c, dir, gone, err);
	for (size_t i = 0; !rc && i < st->run.outputs.n; i++) {
		const char *path = st->run.outputs.list[i].path;
		char *place = strcmp(path, "-") ?
				      script_output_dir(st, path, NULL) :
				      NULL;

		if (place)
			rc = make_dirs(dir, place, err);
		free(place);
	}
	if (top >= 0)
		close(top);
	free(code);
	free(name);
	return rc;
}

/* Put the directory of this program first in PATH, so that its tools are the
 * ones that run. */
static char *program(const char *tool)
{
	char self[4096], *slash, *path;
	ssize_t n = readlink("/proc/self/exe", self, sizeof(self) - 1);

	if (n <= 0)
		return mem_str(tool);
	self[n] = '\0';
	if (!(slash = strrchr(self, '/')))
		return mem_str(tool);
	path = mem_printf("%.*s/%s", (int)(slash - self), self, tool);
	if (!access(path, X_OK))
		return path;
	free(path);
	return mem_str(tool);
}

struct process {
	char **argv, **environ, *program, *cwd, *in;
	const char *out;
	int joined; /* 1: stderr goes to OUT, too */
};

/* Our own environment, but with the store and the files from outside below
 * DIR. */
static char **environment(const char *dir, const struct strs *protect)
{
	char **to;
	size_t n = 0, k = 0;

	while (environ[n])
		n++;
	to = mem_zero(n + 4, sizeof(*to));
	to[k++] = protect_variable(protect, NULL);
	to[k++] = mem_printf("XP_DIR=%s/.xp", dir);
	to[k++] = mem_str("XP_OUTSIDE=outside");
	for (size_t i = 0; i < n; i++)
		if (strncmp(environ[i], "XP_DIR=", 7) &&
		    strncmp(environ[i], "XP_PROTECT=", 11) &&
		    strncmp(environ[i], "XP_OUTSIDE=", 11))
			to[k++] = mem_str(environ[i]);
	return to;
}

static int start(const struct process *c, pid_t *child)
{
	posix_spawn_file_actions_t to;
	int rc;

	posix_spawn_file_actions_init(&to);
	posix_spawn_file_actions_addopen(&to, 0, c->in, O_RDONLY, 0);
	if (c->out)
		posix_spawn_file_actions_addopen(&to, 1, c->out,
						 O_WRONLY | O_CREAT | O_TRUNC,
						 0666);
	if (c->joined)
		posix_spawn_file_actions_adddup2(&to, 1, 2);
	posix_spawn_file_actions_addchdir_np(&to, c->cwd);
	rc = posix_spawnp(child, c->program, &to, NULL, c->argv, c->environ);
	posix_spawn_file_actions_destroy(&to);
	return rc;
}

/* STOP, if not NULL, returns 1 when we are asked to stop: the child is asked,
 * too. */
static int wait_for(pid_t child, int *status, const char *tool,
		    int (*stop)(void), struct err *err)
{
	struct pollfd p = { .fd = pidfd_open(child, 0), .events = POLLIN };
	const int moment = 100; /* milliseconds */
	int how = 0, asked = 0;
	pid_t ended;

	while ((ended = waitpid(child, &how, WNOHANG)) == 0) {
		int interrupted = poll(&p, 1, moment) < 0 && errno == EINTR;

		if (asked || !(stop ? stop() : interrupted))
			continue;
		kill(child, SIGTERM);
		asked = 1;
	}
	if (p.fd >= 0)
		close(p.fd);
	if (ended < 0)
		return err_sys(err, "cannot wait for '%s'", tool);
	*status = WIFSIGNALED(how) ? -WTERMSIG(how) : WEXITSTATUS(how);
	return 0;
}

static char *stdin_path(const struct step *st, const char *dir)
{
	const struct digest *d = file_list_find(&st->run.inputs, "-");
	char hex[DIGEST_HEX + 1];

	if (!d || provenance_trivial(d))
		return mem_str("/dev/null");
	digest_hex(hex, d);
	return mem_printf("%s/.xp/objects/%.2s/%s", dir, hex, hex + 2);
}

int repeat_command(const struct step *st, const char *dir, const char *out,
		   const struct strs *protect, int (*stop)(void), int *status,
		   struct err *err)
{
	struct strs argv = { 0 };
	struct process c = { .out = out };
	pid_t child;
	int rc;

	script_argv(st, &argv);
	c.argv = mem_zero(argv.n + 1, sizeof(*c.argv));
	memcpy(c.argv, argv.at, argv.n * sizeof(*c.argv));
	c.program = program(argv.at[0]);
	c.cwd = mem_printf("%s/%s", dir, st->cwd);
	c.environ = environment(dir, protect);
	c.in = stdin_path(st, dir);
	c.joined = json_get(st->run.start, "joined") != NULL;
	if (stop && stop())
		rc = err_no(err, "stopped");
	else if ((errno = start(&c, &child)))
		rc = err_sys(err, "cannot start '%s' (is it installed?)",
			     argv.at[0]);
	else
		rc = wait_for(child, status, argv.at[0], stop, err);
	for (char **e = c.environ; *e; e++)
		free(*e);
	free(c.environ);
	free(c.argv);
	free(c.program);
	free(c.cwd);
	free(c.in);
	strs_release(&argv);
	return rc;
}

/* Where the experiment was when it was recorded, if it is now elsewhere. */
static char *protect_elsewhere(const struct provenance *c,
			       const struct step *st)
{
	struct strs dirs = { 0 };
	char *variable, *home = realpath(c->store->path, NULL);

	if (home)
		*strrchr(home, '/') = '\0';
	protect_dirs(c, st, &dirs);
	variable = protect_variable(&dirs, home);
	strs_release(&dirs);
	free(home);
	return variable;
}

/* Our environment, with the store of C. */
static char **environment_for(const struct provenance *c)
{
	const struct step *st = &c->step[c->n - 1];
	char **to;
	size_t n = 0, k = 0;

	while (environ[n])
		n++;
	to = mem_zero(n + 5, sizeof(*to));
	to[k++] = mem_printf("XP_DIR=%s", c->store->path);
	to[k++] = protect_elsewhere(c, st);
	to[k++] = mem_printf("XP_RERUN_OF=%s", st->run.id);
	if (st->outside)
		to[k++] = mem_str("XP_OUTSIDE=outside");
	for (size_t i = 0; i < n; i++)
		if (strncmp(environ[i], "XP_DIR=", 7) &&
		    strncmp(environ[i], "XP_PROTECT=", 11) &&
		    strncmp(environ[i], "XP_RERUN_OF=", 12))
			to[k++] = mem_str(environ[i]);
	return to;
}

static char *recorded_stdin(const struct provenance *c)
{
	const struct run *r = &c->step[c->n - 1].run;
	const struct digest *d = file_list_find(&r->inputs, "-");

	return d && !provenance_trivial(d) ? object_path(c->store, d) :
					     mem_str("/dev/null");
}

int repeat_command_in_place(const struct provenance *c, const struct strs *argv,
			    int *status, struct err *err)
{
	struct process p = { 0 };
	pid_t child;
	int rc;

	p.argv = mem_zero(argv->n + 1, sizeof(*p.argv));
	memcpy(p.argv, argv->at, argv->n * sizeof(*p.argv));
	p.program = program(argv->at[0]);
	p.cwd = mem_str(c->step[c->n - 1].root);
	p.environ = environment_for(c);
	p.in = recorded_stdin(c);
	if ((errno = start(&p, &child)))
		rc = err_sys(err, "cannot start '%s' in '%s'", argv->at[0],
			     p.cwd);
	else
		rc = wait_for(child, status, argv->at[0], NULL, err);
	for (char **e = p.environ; *e; e++)
		free(*e);
	free(p.environ);
	free(p.argv);
	free(p.program);
	free(p.cwd);
	free(p.in);
	return rc;
}
