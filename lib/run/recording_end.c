/*
 * recording_end.c - what a run reads and writes, and how it ends.
 */
#include "run/recording_end.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/num.h"
#include "run/recipe.h"
#include "run/run.h"
#include "run/run_id.h"
#include "store/durable.h"
#include "store/object.h"

#define OWN ".xp/run/"

/* The name that a file goes by in the record: as it was written, but for
 * files of the archive, which may be moved.  Freed by the caller. */
static char *name_of(const struct recording *r, const struct file_note *n)
{
	size_t home = r->real ? strlen(r->real) : 0, id = strlen(r->id);
	char *name = NULL, *real = NULL;

	if (n->at && r->real && strcmp(n->path, "-"))
		real = realpath(n->at, NULL);
	if (real && !strncmp(real, r->real, home) && real[home] == '/') {
		const char *in = real + home + 1;

		if (!strncmp(in, "runs/", 5) && !strncmp(in + 5, r->id, id) &&
		    in[5 + id] == '/')
			name = mem_printf(OWN "%s", in + 6 + id);
		else
			name = mem_printf(".xp/%s", in);
	}
	free(real);
	return name ? name : mem_str(n->path);
}

static int is_own(const char *name)
{
	return !strncmp(name, OWN, strlen(OWN));
}

/* Append to the live list FILE, opened at its first line. */
static int add_line(struct recording *r, int *fd, const char *file,
		    const char *name, const struct digest *d, struct err *err)
{
	char *path = run_path(&r->store, r->id, file);
	struct buf line = { 0 };
	int rc;

	if (*fd < 0)
		*fd = open(path,
			   O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC |
				   O_NOFOLLOW,
			   0666);
	file_list_line(&line, name, d);
	if (*fd < 0)
		rc = err_sys(err, "cannot write '%s'", path);
	else
		rc = durable_line(*fd, &line, path, err);
	buf_release(&line);
	free(path);
	return rc;
}

/* Keep the content.  Files in the run's own directory are in the archive
 * already; the last state of them becomes an object at the end. */
static int keep(struct recording *r, const struct file_note *n,
		const char *name, struct err *err)
{
	struct digest d;

	if (is_own(name))
		return 0;
	if (n->kind == FILE_IMAGE && (n->output || !r->keep_images))
		return 0;
	if (n->data)
		return object_put(&r->store, buf_text(n->data), n->data->len,
				  &d, err);
	if (!n->at || object_has(&r->store, &n->digest))
		return 0;
	return object_put_file(&r->store, n->at, &n->digest, &d, err);
}

/* In a run that was taken up again an input must be what it was.  The
 * list of before is sorted. */
static int check_before(const struct recording *r, const char *name,
			const struct digest *d, struct err *err)
{
	size_t low = 0, high = r->before.n;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (strcmp(r->before.at[mid].path, name) < 0)
			low = mid + 1;
		else
			high = mid;
	}
	if (low == r->before.n || strcmp(r->before.at[low].path, name) ||
	    digest_same(&r->before.at[low].digest, d))
		return 0;
	return err_data(err, "'%s' has changed since run %s started", name,
			r->id);
}

static int note_input(struct recording *r, const struct file_note *n,
		      const char *name, struct err *err)
{
	if (check_before(r, name, &n->digest, err) < 0)
		return -1;
	if (!strcmp(name, "-") && n->data && n->data->len &&
	    n->data->data[n->data->len - 1] == '\n') {
		char *word = mem_strn(n->data->data, n->data->len - 1);

		r->stdin_is_id = run_id_is(word);
		free(word);
	}
	file_list_push(&r->inputs, name, &n->digest);
	return add_line(r, &r->inputs_fd, "inputs", name, &n->digest, err);
}

int recording_end_note(struct recording *r, const struct file_note *n,
		       struct err *err)
{
	char *name = name_of(r, n);
	int rc;

	if (!n->output && is_own(name))
		rc = 0; /* our own checkpoint, read again */
	else if ((rc = keep(r, n, name, err)) < 0)
		;
	else if (!n->output)
		rc = note_input(r, n, name, err);
	else {
		file_list_push(&r->outputs, name, &n->digest);
		rc = add_line(r, &r->outputs_fd, "outputs", name, &n->digest,
			      err);
	}
	free(name);
	return rc < 0 ? err_wrap(err, "cannot record '%s': ", n->path) : 0;
}

/* Files of the run's own directory become objects: links to them when
 * nothing will ever write there again, else copies.  One that the tool
 * has removed by now was no output. */
static int keep_own(struct recording *r, int final, struct err *err)
{
	struct file_list *l = &r->outputs;
	size_t i, kept = 0;
	int rc = 0;

	for (i = 0; i < l->n; i++) {
		struct digest *d = &l->at[i].digest;
		char *path = NULL;

		if (is_own(l->at[i].path))
			path = run_path(&r->store, r->id,
					l->at[i].path + strlen(OWN));
		if (path && access(path, F_OK) < 0 && errno == ENOENT) {
			free(l->at[i].path);
			free(path);
			continue;
		}
		if (path && !rc && final)
			rc = object_adopt(&r->store, path, d, err);
		else if (path && !rc)
			rc = object_put_file(&r->store, path, NULL, d, err);
		l->at[kept++] = l->at[i];
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

/* A sorted list in place of the live one; D: its digest. */
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

static struct json *end_json(const struct recording *r, int code,
			     const char *error, long long peak)
{
	struct json *j = json_new();
	char text[NUM_MAX];
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	snprintf(text, sizeof text, "%.3f",
		 r->spent + (double)t.tv_sec + 1e-9 * (double)t.tv_nsec -
			 r->clock);
	json_set_str(j, "seconds", text);
	json_set_str(j, "xp", "end 1");
	json_set_int(j, code < 0 ? "signal" : "exit", abs(code));
	json_set_str(j, "time", run_time((char[32]){ 0 }));
	json_set_str(j, "error", error && *error ? error : NULL);
	json_set_int(j, "peak_memory", peak);
	return j;
}

/* Inputs of earlier segments that this one had no need of stay. */
static void join_inputs(struct recording *r)
{
	struct file_list all = r->before;
	size_t i;

	memset(&r->before, 0, sizeof r->before);
	for (i = 0; i < r->inputs.n; i++)
		file_list_push(&all, r->inputs.at[i].path,
			       &r->inputs.at[i].digest);
	file_list_release(&r->inputs);
	r->inputs = all;
	file_list_sort(&r->inputs);
	file_list_sort(&r->outputs);
}

int recording_end(struct recording *r, int code, const char *error,
		  long long peak, struct err *err)
{
	struct json *end = end_json(r, code, error, peak), *recipe;
	char hex[DIGEST_HEX + 1];
	struct digest d;
	int rc;

	join_inputs(r);
	rc = keep_own(r, code == 0 || code == 1, err);
	if (!rc)
		rc = write_list(r, "inputs", &r->inputs, &d, err);
	if (!rc)
		rc = write_list(r, "outputs", &r->outputs, &d, err);
	json_set_str(end, "outputs", digest_hex(hex, &d));
	recipe = recipe_json(r->start, &r->inputs, r->stdin_is_id);
	if (!rc)
		rc = write_record(r, "recipe.json", recipe, &d, err);
	json_set_str(end, "recipe", digest_hex(hex, &d));
	if (!rc)
		rc = write_record(r, "end.json", end, &d, err);
	json_free(recipe);
	json_free(end);
	if (rc < 0)
		return err_wrap(err,
				"the record of run %s is incomplete "
				"(outputs are not affected): ",
				r->id);
	return 0;
}
