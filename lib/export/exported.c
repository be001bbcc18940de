/*
 * exported.c - see exported.h.
 */
#include "export/exported.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/num.h"
#include "run/resolve.h"
#include "run/run_id.h"
#include "run/tag.h"
#include "store/object.h"

#define MAX_TABLE ((size_t)64 << 20)
#define LIVE_CURVE "metrics.tsv" /* in the run's directory */

static char *run_file_name(const struct run *r, const char *name)
{
	return mem_printf("runs/%s/%s", r->id, name);
}

static int read_live(struct exported *e, struct err *err)
{
	char *name = run_file_name(&e->run, LIVE_CURVE);
	struct buf b = { 0 };
	int rc = store_read(e->store, name, &b, err);

	if (rc > 0)
		curves_add(&e->curves, buf_text(&b), b.len);
	buf_release(&b);
	free(name);
	return rc < 0 ? -1 : 0;
}

/* Weights and pictures are not read for nothing. */
static int is_table(const char *path)
{
	const char *end = strrchr(path, '.');

	return !end || (strcmp(end, ".safetensors") != 0 &&
			strcmp(end, ".tif") != 0 && strcmp(end, ".png") != 0);
}

static int read_output(struct exported *e, size_t i, struct err *err)
{
	const struct digest *d = &e->run.outputs.list[i].digest;
	struct buf b = { 0 };
	int rc = 0;

	for (size_t k = 0; k < i; k++) /* metrics.tsv and --metrics=FILE */
		if (digest_same(d, &e->run.outputs.list[k].digest))
			return 0;
	if (is_table(e->run.outputs.list[i].path) && object_has(e->store, d))
		rc = object_get(e->store, d, &b, err);
	if (rc == 0 && b.len && b.len <= MAX_TABLE)
		curves_add(&e->curves, b.data, b.len);
	buf_release(&b);
	return rc;
}

static int read_curves(struct exported *e, struct err *err)
{
	if (!e->run.end)
		return read_live(e, err);
	for (size_t i = 0; i < e->run.outputs.n; i++)
		if (read_output(e, i, err) < 0)
			return -1;
	return e->curves.n ? 0 : read_live(e, err);
}

static int read_notes(struct exported *e, struct err *err)
{
	char *name = run_file_name(&e->run, "note");
	struct buf b = { 0 };
	int rc = store_read(e->store, name, &b, err);

	if (rc > 0 && b.len)
		strs_split(&e->notes, buf_text(&b), '\n');
	buf_release(&b);
	free(name);
	return rc < 0 ? -1 : 0;
}

int exported_find(const struct store *s, const char *word, char **id,
		  char **name, struct err *err)
{
	char *tagged = NULL;
	int rc;

	*id = *name = NULL;
	if (resolve_run(s, word, id, err) < 0)
		return -1;
	rc = tag_is_valid(word) ? tag_get(s, word, &tagged, err) : 0;
	*name = mem_str(rc > 0 ? word : *id);
	free(tagged);
	return rc < 0 ? -1 : 0;
}

static void set_times(struct exported *e)
{
	const char *text = e->run.end ? json_str(e->run.end, "seconds") : NULL;
	double seconds;

	e->start = e->end = (double)run_id_time(e->run.id) / 1000;
	if (text && num_real(&seconds, text) == 0)
		e->end += seconds;
}

int exported_read(struct exported *e, const struct store *s, const char *id,
		  const char *name, struct err *err)
{
	memset(e, 0, sizeof(*e));
	e->store = s;
	e->name = mem_str(name);
	if (run_read(&e->run, s, id, err) < 0)
		return -1;
	set_times(e);
	return read_curves(e, err) < 0 ? -1 : read_notes(e, err);
}

void exported_release(struct exported *e)
{
	run_release(&e->run);
	curves_release(&e->curves);
	strs_release(&e->notes);
	free(e->name);
	memset(e, 0, sizeof(*e));
}

const char *exported_text(const struct exported *e, const char *key)
{
	const char *text = json_str(e->run.start, key);

	return text ? text : "";
}

const struct json *exported_settings(const struct exported *e)
{
	return json_get(e->run.start, "all_settings");
}

void exported_command(const struct exported *e, struct buf *to)
{
	const struct json *argv = json_get(e->run.start, "argv");
	size_t n = argv && json_is_list(argv) ? json_len(argv) : 0;

	for (size_t i = 0; i < n; i++) {
		const char *text = json_text(json_at(argv, i));

		buf_printf(to, "%s%s", i ? " " : "", text ? text : "");
	}
}

const char *exported_commit(const struct exported *e)
{
	const struct json *code = json_get(e->run.start, "code");
	const char *commit = code ? json_str(code, "commit") : NULL;

	return commit ? commit : "";
}

char *exported_project(const struct exported *e)
{
	char *dir = mem_str(e->store->path), *end = strrchr(dir, '/'), *name;

	if (end)
		*end = '\0';
	end = strrchr(dir, '/');
	name = mem_str(end && end[1] ? end + 1 : "xp");
	free(dir);
	return name;
}
