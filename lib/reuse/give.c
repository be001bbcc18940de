/*
 * give.c - see give.h.
 */
#include "reuse/give.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/mem.h"
#include "file/in.h"
#include "file/out.h"
#include "file/path.h"
#include "run/recording.h"
#include "store/blob.h"
#include "store/object.h"

const char *give_name(const struct give *g, const char *name)
{
	for (size_t i = 0; i < g->from.n; i++)
		if (!strcmp(g->from.at[i], name))
			return *g->to.at[i] ? g->to.at[i] : NULL;
	return name;
}

/* Returns 1 if the file PATH has the digest D. */
static int has_digest(const char *path, const struct digest *d)
{
	struct err ignored;
	struct digest is;

	return path_exists(path) && in_digest(&is, path, &ignored) == 0 &&
	       digest_same(&is, d);
}

/* Returns 1 if the object D is there and undamaged. */
static int is_stored(const struct store *s, const struct digest *d)
{
	char *path = object_path(s, d);
	struct err ignored;
	struct blob is;
	int yes = blob_look(path, &is, &ignored) == 1 &&
		  digest_same(&is.digest, d);

	free(path);
	return yes;
}

static int can_give(const struct give *g, const char *name,
		    const struct digest *d)
{
	const char *as = give_name(g, name);
	char *path;
	int yes;

	if (!as)
		return 1;
	if (recording_is_own(name)) {
		path = run_path(g->store, g->run->id,
				name + strlen(RECORDING_OWN));
		yes = has_digest(path, d);
		free(path);
		return yes;
	}
	return is_stored(g->store, d) || (strcmp(as, "-") && has_digest(as, d));
}

int give_check(const struct give *g, struct buf *why)
{
	const struct file_list *l = &g->run->outputs;

	for (size_t i = 0; i < l->n; i++) {
		const char *name = l->list[i].path;

		if (can_give(g, name, &l->list[i].digest))
			continue;
		buf_clear(why);
		buf_printf(why,
			   "run %s did the same, but its output '%s' is not in "
			   "the store",
			   g->run->id,
			   strcmp(name, "-") ? name : "standard output");
		return 0;
	}
	return 1;
}

static int add_piece(void *out, const void *data, size_t n, struct err *err)
{
	(void)err;
	out_add(out, data, n);
	return 0;
}

/* Makes the directory that is to hold PATH. */
static int make_parent(const char *path, struct err *err)
{
	const char *slash = strrchr(path, '/');
	char *dir;
	int rc;

	if (!slash || slash == path)
		return 0;
	dir = mem_strn(path, (size_t)(slash - path));
	rc = path_make_dirs(dir, err);
	free(dir);
	return rc;
}

static int copy(const char *object, const char *path, const struct blob *want,
		struct err *err)
{
	struct out o;
	int rc;

	if (make_parent(path, err) < 0 ||
	    out_open(&o, path, FILE_PLAIN, err) < 0)
		return -1;
	rc = blob_feed(object, want, add_piece, &o, err);
	if (!rc)
		rc = out_commit(&o, err);
	out_release(&o);
	return rc;
}

/* Makes the file PATH from the object D. */
static int make(const struct give *g, const char *path, const struct digest *d,
		struct err *err)
{
	char *object = object_path(g->store, d);
	struct blob want = { .digest = *d };
	struct stat st;
	int rc;

	if (stat(object, &st) < 0) {
		rc = err_sys(err, "cannot read '%s'", object);
	} else {
		want.size = (uint64_t)st.st_size;
		rc = copy(object, path, &want, err);
	}
	free(object);
	return rc;
}

static void touch(const char *path)
{
	char *at = path_resolve(path);

	utimensat(AT_FDCWD, at, NULL, 0);
	free(at);
}

static int give_output(struct give *g, const char *name, const struct digest *d,
		       struct buf *to, struct err *err)
{
	const char *as = give_name(g, name);

	if (!as || recording_is_own(name))
		return 0;
	if (!strcmp(as, "-"))
		return object_get(g->store, d, to, err);
	if (!has_digest(as, d)) {
		g->made++;
		return make(g, as, d, err);
	}
	g->there++;
	if (!g->keep_unchanged)
		touch(as);
	return 0;
}

int give_outputs(struct give *g, struct buf *to, struct err *err)
{
	const struct file_list *l = &g->run->outputs;
	int rc = 0;

	for (size_t i = 0; !rc && i < l->n; i++)
		rc = give_output(g, l->list[i].path, &l->list[i].digest, to,
				 err);
	return rc;
}

void give_release(struct give *g)
{
	strs_release(&g->from);
	strs_release(&g->to);
}
