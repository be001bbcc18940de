/*
 * scored_run.c - the scores that a person means by a name.
 */
#include "report/scored_run.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "file/path.h"
#include "run/index.h"
#include "run/resolve.h"
#include "run/run_file.h"
#include "store/object.h"

static const char runs[] = ".xp/runs/";

/* "ID" of ".xp/runs/ID/best.safetensors"; NULL for any other path. */
static char *training_of(const char *path)
{
	const char *id = path + strlen(runs), *end;

	if (strncmp(path, runs, strlen(runs)) || !(end = strchr(id, '/')) ||
	    !strstr(end, ".safetensors"))
		return NULL;
	return mem_strn(id, (size_t)(end - id));
}

static int scored(const struct store *s, const char *id, const char *training)
{
	struct err ignored = { 0 };
	struct run r;
	int found = 0;

	if (run_read(&r, s, id, &ignored) < 0)
		return 0;
	for (size_t i = 0; i < r.inputs.n && !found; i++) {
		char *of = training_of(r.inputs.list[i].path);

		found = of && !strcmp(of, training);
		free(of);
	}
	/* A requirement that is not met ends a run with "no". */
	found &= r.state == RUN_DONE || r.state == RUN_NO;
	run_release(&r);
	return found;
}

int scored_run_last(const struct store *s, const char *training, char **id,
		    struct err *err)
{
	struct index_filter filter = { .tool = "xp-eval" };
	struct tsv t = { 0 };

	*id = NULL;
	if (index_table(&t, s, &filter, err) < 0)
		return -1;
	for (size_t i = t.rows; i-- && !*id;) {
		const char *one = tsv_get(&t, i, tsv_column(&t, "id"));

		if (scored(s, one, training))
			*id = mem_str(one);
	}
	tsv_release(&t);
	return 0;
}

static const char *tool_of(const struct run *r)
{
	const char *tool = json_str(r->start, "tool");

	return tool ? tool : "";
}

/* From a training to the run that scored it. */
static int go_on(struct scored_run *r, struct err *err)
{
	char *id;

	if (!strcmp(tool_of(&r->run), "xp-eval"))
		return 0;
	if (strcmp(tool_of(&r->run), "xp-train"))
		return err_data(err,
				"run %s is a run of %s, which has no scores "
				"of images; name a run of xp-eval or xp-train",
				r->run.id, tool_of(&r->run));
	if (scored_run_last(&r->store, r->run.id, &id, err) < 0)
		return -1;
	if (!id)
		return err_data(err,
				"run %s has not been scored yet; 'xp-eval %s "
				"> scores.tsv' scores it",
				r->run.id, r->run.id);
	run_release(&r->run);
	r->run = (struct run){ 0 };
	if (run_read(&r->run, &r->store, id, err) < 0) {
		free(id);
		return -1;
	}
	free(id);
	return 0;
}

/* Read the input PATH as a table into TO: 1 if it is a manifest that has the
 * first image of R's scores, else 0. */
static int is_manifest(struct tsv *to, const struct scored_run *r,
		       const char *path)
{
	const char *id = tsv_get(&r->scores, 0, tsv_column(&r->scores, "id"));
	struct err ignored = { 0 };
	struct buf b = { 0 };
	int found = 0;

	if (run_file(&r->store, &r->run, path, &b, &ignored) == 0 &&
	    tsv_parse(to, path, &b, &ignored) == 0) {
		for (size_t i = 0; i < to->rows && !found; i++)
			found = tsv_column(to, "source") >= 0 &&
				!strcmp(tsv_get(to, i, tsv_column(to, "id")),
					id);
		if (!found)
			tsv_release(to);
	}
	buf_release(&b);
	return found;
}

static void find_manifest(struct scored_run *r)
{
	for (size_t i = 0; i < r->run.inputs.n; i++) {
		const char *path = r->run.inputs.list[i].path;

		if (strstr(path, ".safetensors") ||
		    !object_has(&r->store, &r->run.inputs.list[i].digest))
			continue;
		if (is_manifest(&r->manifest, r, path)) {
			r->manifest_file =
				object_path(&r->store,
					    &r->run.inputs.list[i].digest);
			return;
		}
	}
}

static int read_scores(struct scored_run *r, struct err *err)
{
	struct buf b = { 0 };
	int rc = run_file(&r->store, &r->run, NULL, &b, err);

	if (!rc)
		rc = tsv_parse(&r->scores, r->name, &b, err);
	buf_release(&b);
	for (size_t i = 0; i < r->run.inputs.n && !r->training; i++)
		r->training = training_of(r->run.inputs.list[i].path);
	return rc;
}

int scored_run_find(struct scored_run *r, const char *name, struct err *err)
{
	*r = (struct scored_run){ .name = mem_str(name) };
	if (strchr(name, '/') || path_exists(name))
		return tsv_read(&r->scores, name, err);
	if (resolve_find(&r->run, &r->store, name, err) < 0)
		return -1;
	r->recorded = 1;
	if (go_on(r, err) < 0 || read_scores(r, err) < 0)
		return -1;
	find_manifest(r);
	return 0;
}

void scored_run_release(struct scored_run *r)
{
	free(r->name);
	free(r->training);
	tsv_release(&r->scores);
	tsv_release(&r->manifest);
	free(r->manifest_file);
	if (r->recorded) {
		run_release(&r->run);
		store_release(&r->store);
	}
	*r = (struct scored_run){ 0 };
}
