/*
 * run_output.c - see run_output.h.
 */
#include "run/run_output.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "file/file.h"
#include "file/in.h"
#include "base/mem.h"
#include "file/path.h"
#include "run/resolve.h"
#include "store/object.h"

/* Finds and reads a run.  If PATIENT, a run that has just printed its id gets
 * up to five seconds to end. */
static int find_run(struct run *r, struct store *s, const char *name,
		    int patient, struct err *err)
{
	const struct timespec moment = { .tv_nsec = 20000000 };
	char *id;
	int rc = resolve_find(r, s, name, err);

	for (int i = 0; patient && i < 250 && !rc && r->state == RUN_RUNNING;
	     i++) {
		nanosleep(&moment, NULL);
		id = mem_str(r->id);
		run_release(r);
		rc = run_read(r, s, id, err);
		free(id);
	}
	return rc;
}

/* Returns 1 if NAME is the last part of PATH. */
static int ends_in(const char *path, const char *name)
{
	const char *last = strrchr(path, '/');

	return !strcmp(last ? last + 1 : path, name);
}

static const struct digest *find_output(const struct run *r, const char *name)
{
	for (size_t i = 0; i < r->outputs.n; i++)
		if (ends_in(r->outputs.list[i].path, name))
			return &r->outputs.list[i].digest;
	return NULL;
}

static int no_such_output(const struct run *r, const char *name,
			  struct err *err)
{
	const char *tool = json_str(r->start, "tool");
	struct buf list = { 0 };

	for (size_t i = 0; i < r->outputs.n && list.len < 500; i++)
		buf_printf(&list, "%s'%s'", i ? ", " : "",
			   r->outputs.list[i].path);
	err_data(err,
		 "run %s (%s, %s) has no output '%s'; its outputs are: %s; "
		 "'xp-log ls' lists other runs",
		 r->id, tool ? tool : "unknown tool", run_state_name(r->state),
		 name, list.len ? buf_text(&list) : "none");
	buf_release(&list);
	return -1;
}

static int check_live(const char *path, const struct digest *want,
		      struct err *err)
{
	struct digest is;

	if (in_digest(&is, path, err) < 0)
		return -1;
	if (digest_same(&is, want))
		return 0;
	return err_data(err, "'%s' has changed since the run wrote it", path);
}

static int find_path(const struct store *s, const struct run *r,
		     const char *name, char **path, struct err *err)
{
	const struct digest *d = find_output(r, name);

	*path = run_path(s, r->id, name);
	if (path_exists(*path)) {
		/* A run that is still running may rewrite it at any moment. */
		if (!d || r->state == RUN_RUNNING)
			return 0;
		return check_live(*path, d, err);
	}
	if (!d)
		return no_such_output(r, name, err);
	free(*path);
	*path = object_path(s, d);
	if (object_has(s, d))
		return 0;
	return err_data(err, "the store has no copy of '%s' of run %s", name,
			r->id);
}

int run_output_table(struct run_output *p, const struct store *s,
		     const struct run *r, struct err *err)
{
	const struct json *operands = json_get(r->start, "operands");
	const char *name = json_text(json_at(operands, 0));
	const struct digest *d;
	struct buf content = { 0 };
	int rc;

	name = name ? name : "-";
	d = file_list_find(&r->inputs, name);
	if (!d)
		return err_data(err,
				"the record of run %s has no input '%s'; "
				"name a manifest",
				r->id, name);
	/* Checks the content before it returns the path. */
	rc = object_get(s, d, &content, err);
	buf_release(&content);
	if (rc < 0)
		return err_wrap(err, "the table '%s' of run %s: ", name, r->id);
	p->table = object_path(s, d);
	p->called = mem_printf("%s of run %s",
			       strcmp(name, "-") ? name : "the manifest",
			       r->id);
	return 0;
}

/* Returns the name of a run that stdin contains, and nothing else; the caller
 * frees it. */
static char *read_name(struct err *err)
{
	struct buf b = { 0 };
	size_t n;

	if (file_slurp(&b, "-", 1 << 20, err) < 0) {
		buf_release(&b);
		return NULL;
	}
	n = strcspn(buf_text(&b), "\r\n");
	if (!b.len)
		err_data(err,
			 "standard input is empty, but should be the id of a "
			 "run; the previous command of the pipeline has "
			 "probably failed");
	else if (b.len > 200 || strchr(b.data, '\t') ||
		 strspn(b.data + n, "\r\n") != b.len - n || !n)
		err_data(err,
			 "standard input should be the id of a run, as "
			 "xp-train prints it, but begins with '%.*s'",
			 n < 40 ? (int)n : 40, b.data);
	else
		return b.data[n] = '\0', buf_detach(&b);
	buf_release(&b);
	return NULL;
}

static int find_named(struct run_output *p, const char *name,
		      const char *output, int need_table, int patient,
		      struct err *err)
{
	struct err ignored = { 0 };
	struct store s = { 0 };
	struct run r;
	int rc;

	if (find_run(&r, &s, name, patient, err) < 0) {
		store_release(&s);
		return -1;
	}
	p->id = mem_str(r.id);
	p->state = r.state;
	p->cwd = mem_str(json_str(r.start, "cwd_absolute"));
	rc = find_path(&s, &r, output, &p->output, err);
	if (!rc && run_output_table(p, &s, &r, need_table ? err : &ignored) < 0)
		rc = need_table ? -1 : 0;
	run_release(&r);
	store_release(&s);
	return rc;
}

int run_output_find(struct run_output *p, const char *name, const char *output,
		    int need_table, struct err *err)
{
	char *from_pipe = NULL;
	int rc = -1;

	*p = (struct run_output){ 0 };
	if (strcmp(name, "-"))
		rc = find_named(p, name, output, need_table, 0, err);
	else if ((from_pipe = read_name(err)))
		rc = find_named(p, from_pipe, output, need_table, 1, err);
	free(from_pipe);
	if (rc < 0)
		run_output_release(p);
	return rc;
}

void run_output_release(struct run_output *p)
{
	free(p->id);
	free(p->output);
	free(p->table);
	free(p->called);
	free(p->cwd);
	*p = (struct run_output){ 0 };
}
