/*
 * whence.c - see whence.h.
 */
#include "reuse/whence.h"

#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "base/mem.h"
#include "file/in.h"
#include "run/run_id.h"

/* Returns the record of a run that reads a file here and now. */
static struct json *here(const struct store *s)
{
	char *cwd = getcwd(NULL, 0), *real = realpath(s->path, NULL);
	struct json *j = json_new();
	struct utsname u;
	size_t n;

	if (real)
		*strrchr(real, '/') = '\0';
	n = real ? strlen(real) : 0;
	json_set_str(j, "cwd_absolute", cwd);
	if (cwd && n && !strncmp(cwd, real, n) && cwd[n] == '/')
		json_set_str(j, "cwd", cwd + n + 1);
	else
		json_set_str(j, "cwd", ".");
	json_set_str(j, "stdin", "");
	if (uname(&u) == 0)
		json_set_str(j, "host", u.nodename);
	free(cwd);
	free(real);
	return j;
}

/* Returns PATH as records name it: a file of the store does not depend on where
 * the store is.  The caller frees it. */
static char *recorded_name(const struct store *s, const char *path)
{
	char *real = realpath(path, NULL), *store = realpath(s->path, NULL);
	size_t n = store ? strlen(store) : 0;
	char *name = real && n && !strncmp(real, store, n) && real[n] == '/' ?
			     mem_printf(".xp%s", real + n) :
			     mem_str(path);

	free(real);
	free(store);
	return name;
}

static const char *name_of(const struct file_list *l, const struct digest *d)
{
	for (size_t i = 0; i < l->n; i++)
		if (digest_same(&l->list[i].digest, d))
			return l->list[i].path;
	return NULL;
}

/* Finds the last run whose list NAME (inputs, outputs) has the bytes D. */
static int find_other(struct whence *o, const struct store *s,
		      const struct digest *d, const char *name, struct err *err)
{
	struct strs ids = { 0 };

	if (run_list(s, &ids, err) < 0)
		return -1;
	for (size_t i = ids.n; i-- > 0 && !o->other;) {
		char *path = run_path(s, ids.at[i], name);
		struct file_list l = { 0 };
		struct err ignored;
		const char *as;

		if (file_list_read(&l, path, &ignored) == 0 &&
		    (as = name_of(&l, d))) {
			o->other = mem_str(ids.at[i]);
			o->other_as = mem_str(as);
		}
		file_list_release(&l);
		free(path);
	}
	strs_release(&ids);
	return 0;
}

static int find_maker(struct whence *o, const struct store *s, const char *path,
		      const struct digest *d, struct err *err)
{
	struct run reader = { .start = here(s), .id = run_id_new(NULL) };
	char *name = recorded_name(s, path);
	struct maker_index *m;
	const char *id = NULL;
	int rc = maker_open(&m, s, err);

	if (!rc) {
		o->link = maker_of(m, &reader, name, d, &id);
		if (o->link != MAKER_NONE)
			rc = run_read(&o->run, s, id, err);
		maker_close(m);
	}
	free(name);
	run_release(&reader);
	return rc;
}

int whence_find(struct whence *o, const struct store *s, const char *path,
		struct err *err)
{
	struct digest d;
	const char *as;

	memset(o, 0, sizeof *o);
	if (in_digest(&d, path, err) < 0 || find_maker(o, s, path, &d, err) < 0)
		return -1;
	if (o->link == MAKER_NONE) {
		if (find_other(o, s, &d, "outputs", err) < 0)
			return -1;
		o->by_chance = o->other != NULL;
		return o->other ? 0 : find_other(o, s, &d, "inputs", err);
	}
	as = name_of(&o->run.outputs, &d);
	if (!as) /* a file of the run's directory that has changed since */
		o->link = MAKER_NONE;
	else
		o->as = mem_str(as);
	return 0;
}

void whence_release(struct whence *o)
{
	run_release(&o->run);
	free(o->as);
	free(o->other);
	free(o->other_as);
}
