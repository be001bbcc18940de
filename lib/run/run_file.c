/*
 * run_file.c - see run_file.h.
 */
#include "run/run_file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "store/durable.h"
#include "store/object.h"

#define MAX_CONTENT ((size_t)1 << 34)

static const struct digest *find_digest(const struct run *r, const char *hex,
					const char **path)
{
	const struct file_list *lists[] = { &r->outputs, &r->inputs };
	struct digest d;
	size_t i, k;

	if (strlen(hex) != DIGEST_HEX || digest_parse(&d, hex) < 0)
		return NULL;
	for (k = 0; k < 2; k++) {
		for (i = 0; i < lists[k]->n; i++) {
			if (!digest_same(&lists[k]->list[i].digest, &d))
				continue;
			*path = lists[k]->list[i].path;
			return &lists[k]->list[i].digest;
		}
	}
	return NULL;
}

static const struct digest *find(const struct run *r, const char **path)
{
	const struct digest *d = file_list_find(&r->outputs, *path);

	if (!d)
		d = file_list_find(&r->inputs, *path);
	return d ? d : find_digest(r, *path, path);
}

/* Returns the path of a listed file that is not an object; the caller frees it.
 * The record has the run's cwd relative to the directory that holds the
 * store. */
static char *place(const struct store *s, const struct run *r, const char *path)
{
	static const char own[] = ".xp/run/", other[] = ".xp/";
	const char *cwd = r->start ? json_str(r->start, "cwd") : NULL;

	if (!strncmp(path, own, strlen(own)))
		return run_path(s, r->id, path + strlen(own));
	if (!strncmp(path, other, strlen(other)))
		return store_join(s, path + strlen(other));
	if (*path == '/' || !cwd)
		return mem_str(path);
	return mem_printf("%s/../%s/%s", s->path, cwd, path);
}

static int elsewhere(const struct store *s, const struct run *r,
		     const char *path, const struct digest *want,
		     struct buf *to, struct err *err)
{
	char *at = place(s, r, path);
	struct digest is;
	int rc = durable_read(to, at, MAX_CONTENT, err);

	if (rc == 0) {
		rc = err_data(err,
			      "the store has no copy of '%s', and the file is "
			      "no longer at '%s'",
			      path, at);
	} else if (rc == 1) {
		digest_of(&is, to->data, to->len);
		rc = 0;
		if (!digest_same(&is, want))
			rc = err_data(err,
				      "'%s' has changed since run %s read or "
				      "wrote it",
				      at, r->id);
	}
	free(at);
	return rc;
}

/* A live file of a run; 0: there is none. */
static int live(const struct store *s, const struct run *r, const char *name,
		struct buf *to, struct err *err)
{
	char *path = run_path(s, r->id, name);
	int rc = durable_read(to, path, MAX_CONTENT, err);

	free(path);
	return rc;
}

/* Returns the live file that PATH means while a run is running, or NULL. */
static const char *live_name(const char *path)
{
	static const char own[] = ".xp/run/";
	const char *name = path + strlen(own);

	if (!strcmp(path, "-"))
		return "stdout";
	return strncmp(path, own, strlen(own)) || strchr(name, '/') ||
			       *name == '.' || !*name ?
		       NULL :
		       name;
}

int run_file_stderr(const struct store *s, const struct run *r, struct buf *to,
		    struct err *err)
{
	const char *want = r->end ? json_str(r->end, "stderr") : NULL;
	char hex[DIGEST_HEX + 1];
	struct digest is;
	int rc = live(s, r, "stderr", to, err);

	if (rc < 0)
		return -1;
	if (rc == 0 && !want && json_get(r->start, "joined"))
		return err_data(err,
				"stderr of run %s went where its stdout went: "
				"'xp-log cat %s' prints both",
				r->id, r->id);
	if (rc == 0 && !want)
		return err_data(err, "run %s has no recorded stderr", r->id);
	digest_of(&is, buf_text(to), to->len);
	if (want && strcmp(want, digest_hex(hex, &is)))
		return err_data(err,
				"run %s is damaged: its file 'stderr' has "
				"changed since the run ended",
				r->id);
	return 0;
}

int run_file(const struct store *s, const struct run *r, const char *path,
	     struct buf *to, struct err *err)
{
	const struct digest *d;

	if (!path)
		path = "-";
	/* "-" always means stdout, even if only stdin was recorded. */
	if (!strcmp(path, "-"))
		d = file_list_find(&r->outputs, path);
	else
		d = find(r, &path);
	if (!d) {
		const char *name = live_name(path);
		int rc = r->end || !name ? 0 : live(s, r, name, to, err);

		if (rc)
			return rc < 0 ? -1 : 0;
	}
	if (!d && !strcmp(path, "-"))
		return err_data(err, "run %s has no stdout in its record",
				r->id);
	if (!d) {
		return err_data(err,
				"run %s has no file '%s'; see 'xp-log "
				"show %s'",
				r->id, path, r->id);
	}
	if (object_has(s, d) || !strcmp(path, "-"))
		return object_get(s, d, to, err);
	return elsewhere(s, r, path, d, to, err);
}
