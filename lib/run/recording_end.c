/*
 * recording_end.c - see recording_end.h.
 */
#include "run/recording_end.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/mem.h"
#include "base/num.h"
#include "run/recipe.h"
#include "run/run.h"
#include "run/run_id.h"
#include "store/durable.h"
#include "store/object.h"
#include "store/store_lock.h"

static void add_kept(struct recording *r, const struct digest *d)
{
	char *name = object_name(d);

	file_list_push(&r->kept, name, d);
	free(name);
}

/* Makes objects of the outputs in the run's own directory.  They become hard
 * links if the run is finished, so that nothing will write to them again, and
 * copies otherwise.  A file that the tool has removed is no output. */
static int keep_own(struct recording *r, int final, struct err *err)
{
	struct file_list *l = &r->outputs;
	size_t i, kept = 0;
	int rc = 0;

	for (i = 0; i < l->n; i++) {
		struct digest *d = &l->list[i].digest;
		char *path = NULL;

		if (recording_is_own(l->list[i].path))
			path = run_path(&r->store, r->id,
					l->list[i].path +
						strlen(RECORDING_OWN));
		if (path && access(path, F_OK) < 0 && errno == ENOENT) {
			free(l->list[i].path);
			free(path);
			continue;
		}
		if (path && !rc && final)
			rc = object_adopt(&r->store, path, d, err);
		else if (path && !rc)
			rc = object_put_file(&r->store, path, NULL, d, err);
		if (path && !rc)
			add_kept(r, d);
		l->list[kept++] = l->list[i];
		free(path);
	}
	l->n = kept;
	return rc;
}

static int write_file(const struct recording *r, const char *name,
		      const struct buf *b, struct err *err)
{
	char *file = mem_printf("runs/%s/%s", r->id, name);
	int rc = store_write(&r->store, file, buf_text(b), b->len, err);

	free(file);
	return rc;
}

/* Replaces the list NAME by L, sorted, and sets D to the list's digest. */
static int write_list(const struct recording *r, const char *name,
		      const struct file_list *l, struct digest *d,
		      struct err *err)
{
	struct buf b = { 0 };
	int rc;

	file_list_text(l, &b);
	digest_of(d, buf_text(&b), b.len);
	rc = write_file(r, name, &b, err);
	buf_release(&b);
	return rc;
}

static int write_record(const struct recording *r, const char *name,
			const struct json *j, struct digest *d, struct err *err)
{
	struct buf b = { 0 };
	int rc;

	json_write(j, &b);
	digest_of(d, b.data, b.len);
	buf_char(&b, '\n');
	rc = write_file(r, name, &b, err);
	buf_release(&b);
	return rc;
}

static void add_stderr(struct json *j, const struct recording *r)
{
	char hex[DIGEST_HEX + 1];

	if (!r->stderr_size)
		return;
	json_set_str(j, "stderr", digest_hex(hex, &r->stderr_digest));
	json_set_int(j, "stderr_size", (int64_t)r->stderr_size);
	if (r->stderr_lost)
		json_set_int(j, "stderr_lost", (int64_t)r->stderr_lost);
}

static struct json *end_json(const struct recording *r, int code,
			     const char *error, long long peak)
{
	struct json *j = json_new();
	char text[NUM_MAX];

	snprintf(text, sizeof text, "%.3f",
		 r->spent + clock_seconds() - r->clock);
	json_set_str(j, "seconds", text);
	json_set_str(j, "xp", "end 1");
	json_set_int(j, code < 0 ? "signal" : "exit", abs(code));
	if (r->foreign)
		json_set_int(j, "foreign", 1);
	json_set_str(j, "time", run_time((char[32]){ 0 }));
	json_set_str(j, "error", error && *error ? error : NULL);
	json_set_int(j, "peak_memory", peak);
	add_stderr(j, r);
	if (r->watched)
		json_set(j, "watched", json_clone(r->watched));
	if (r->made_dirs)
		json_set(j, "made_dirs", json_clone(r->made_dirs));
	return j;
}

/* Not if a pattern cannot be written in JSON.  Then the record does not say
 * what was looked up. */
static void add_listings(struct json *end, const struct file_list *l)
{
	struct json *j = json_new();
	char hex[DIGEST_HEX + 1];
	int all = 1;

	for (size_t i = 0; i < l->n; i++) {
		const char *pattern = l->list[i].path, *kept;

		json_set_str(j, pattern, digest_hex(hex, &l->list[i].digest));
		kept = json_str(j, pattern);
		all &= kept && !strcmp(kept, hex);
	}
	if (all)
		json_set(end, "listings", j);
	else
		json_free(j);
}

/* Adds the inputs that the run had read before it was resumed. */
static void join_inputs(struct recording *r)
{
	struct file_list all = r->before;
	size_t i;

	memset(&r->before, 0, sizeof r->before);
	for (i = 0; i < r->inputs.n; i++)
		file_list_push(&all, r->inputs.list[i].path,
			       &r->inputs.list[i].digest);
	file_list_release(&r->inputs);
	r->inputs = all;
	file_list_sort(&r->inputs);
	file_list_sort(&r->outputs);
}

/* Writes the final lists. */
static int write_lists(struct recording *r, struct json *end, struct err *err)
{
	struct {
		const char *name;
		struct file_list *list;
	} const all[] = { { "inputs", &r->inputs },
			  { "outputs", &r->outputs },
			  { "kept", &r->kept } };
	char hex[DIGEST_HEX + 1];
	struct digest d = { 0 };
	int rc = 0;

	file_list_sort(&r->kept);
	for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
		if (!rc)
			rc = write_list(r, all[i].name, all[i].list, &d, err);
		json_set_str(end, all[i].name, digest_hex(hex, &d));
	}
	return rc;
}

int recording_end(struct recording *r, int code, const char *error,
		  long long peak, struct err *err)
{
	struct json *end = end_json(r, code, error, peak), *recipe;
	int hold = store_lock_share(&r->store), rc;
	char hex[DIGEST_HEX + 1];
	struct digest d = { 0 };

	join_inputs(r);
	add_listings(end, &r->listings);
	rc = keep_own(r, code == 0 || code == 1, err);
	if (!rc)
		rc = write_lists(r, end, err);
	recipe = recipe_json(r->start, &r->inputs, r->stdin_is_id);
	if (!rc)
		rc = write_record(r, "recipe.json", recipe, &d, err);
	json_set_str(end, "recipe", digest_hex(hex, &d));
	if (!rc)
		rc = write_record(r, "end.json", end, &d, err);
	store_lock_drop(hold);
	if (!rc)
		rc = run_seal(&r->store, r->id, "end.json", err);
	json_free(recipe);
	json_free(end);
	if (rc < 0)
		return err_wrap(err,
				"the record of run %s is incomplete, but its "
				"outputs are complete: ",
				r->id);
	return 0;
}
