/*
 * output_path.c - see output_path.h.
 */
#include "manifest/output_path.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/mem.h"
#include "file/path.h"
#include "image/image.h"
#include "image/ref.h"

/* With what out.h puts around it while it is written. */
enum { NAME_LONGEST = 255 - 12 };

struct output_file {
	const char *path; /* owned by the list of paths or by the manifest */
	size_t row;
	int output;
	struct stat st;
};

static int by_path(const void *a, const void *b)
{
	const struct output_file *x = a, *y = b;
	int by = strcmp(x->path, y->path);

	return by ? by : x->row < y->row ? -1 : 1;
}

static int by_file(const void *a, const void *b)
{
	const struct output_file *x = a, *y = b;

	if (x->st.st_dev != y->st.st_dev)
		return x->st.st_dev < y->st.st_dev ? -1 : 1;
	if (x->st.st_ino != y->st.st_ino)
		return x->st.st_ino < y->st.st_ino ? -1 : 1;
	return x->output - y->output;
}

static int same_file(const struct output_file *a, const struct output_file *b)
{
	return a->st.st_dev == b->st.st_dev && a->st.st_ino == b->st.st_ino;
}

static int check_twice(const struct manifest *p, struct output_file *at,
		       size_t n, struct err *err)
{
	qsort(at, n, sizeof *at, by_path);
	for (size_t i = 1; i < n; i++)
		if (!strcmp(at[i - 1].path, at[i].path))
			return err_data(err,
					"the predictions with the ids '%s' and "
					"'%s' would both be written to '%s'",
					p->list[at[i - 1].row].id,
					p->list[at[i].row].id, at[i].path);
	return 0;
}

/* Adds the file that REF names to the list AT, if it exists. */
static void look(struct output_file *at, size_t *n, const char *ref, int output,
		 size_t row)
{
	char *path, *select, *real;

	ref_split(ref, &path, &select);
	real = path_resolve(path);
	at[*n] = (struct output_file){ .path = ref,
				       .row = row,
				       .output = output };
	if (stat(real, &at[*n].st) == 0)
		(*n)++;
	free(real);
	free(path);
	free(select);
}

/* Does this for the dark and flat images of REF; KEPT owns their names. */
static void look_at_corrections(struct output_file *at, size_t *n,
				const char *ref, size_t row, struct strs *kept)
{
	struct err err = { 0 };
	struct ref r;

	if (ref_parse(&r, ref, &err) < 0)
		return;
	for (int i = 0; i < 2; i++) {
		const char *image = i ? r.flat : r.dark;

		if (!image)
			continue;
		strs_add(kept, image);
		look(at, n, kept->at[kept->n - 1], 0, row);
	}
	ref_release(&r);
}

/* Returns the reference of channel K of row I, of both sides together. */
static const char *ref_of(const struct manifest *p, size_t i, size_t k)
{
	const struct pair *row = &p->list[i];
	size_t sources = p->channels[SOURCE];

	return k < sources ? row->channel[SOURCE][k].ref :
			     row->channel[TARGET][k - sources].ref;
}

/* Refuses a path that is an image of the manifest: those are never
 * overwritten. */
static int check_inputs(const struct manifest *p, const struct strs *to,
			struct err *err)
{
	size_t channels = p->channels[SOURCE] + p->channels[TARGET], n = 0;
	struct output_file *at = mem_zero((3 * channels + 1) * p->n,
					  sizeof *at),
			   *bad = NULL;
	struct strs kept = { 0 };
	int rc = 0;

	for (size_t i = 0; i < p->n; i++) {
		for (size_t k = 0; k < channels; k++) {
			const char *ref = ref_of(p, i, k);

			look(at, &n, ref, 0, i);
			look_at_corrections(at, &n, ref, i, &kept);
		}
		if (to->at[i][0])
			look(at, &n, to->at[i], 1, i);
	}
	qsort(at, n, sizeof *at, by_file);
	for (size_t i = 1; i < n; i++)
		if (at[i].output && same_file(&at[i - 1], &at[i]) &&
		    (!bad || at[i].row < bad->row))
			bad = &at[i];
	if (bad) {
		int same = !strcmp(bad->path, bad[-1].path);

		rc = err_data(
			err,
			"'%s' is %s%s%san image of the manifest, and would "
			"be overwritten: choose another directory",
			bad->path, same ? "" : "the same file as '",
			same ? "" : bad[-1].path, same ? "" : "', ");
	}
	strs_release(&kept);
	free(at);
	return rc;
}

/* Predictions of another run are not replaced by mistake. */
static int check_new(const struct strs *to, struct err *err)
{
	const char *first = NULL;
	size_t n = 0;

	for (size_t i = 0; i < to->n; i++)
		if (to->at[i][0] && path_exists(to->at[i]) && !n++)
			first = to->at[i];
	if (n == 1)
		return err_data(err,
				"'%s' exists: choose another directory, or "
				"replace it with --overwrite",
				first);
	return n ? err_data(err,
			    "%zu files to be written exist, such as '%s': "
			    "choose another directory, or replace them with "
			    "--overwrite",
			    n, first) :
		   0;
}

static int add_path(struct strs *to, const struct pair *row,
		    const struct output_path *how, struct err *err)
{
	char *path = mem_printf("%s/%s%s", how->dir, row->id, how->extension);
	char *name = path + strlen(how->dir) + 1, *end = name + strlen(row->id);

	strs_take(to, path);
	if (strlen(name) > NAME_LONGEST)
		return err_data(err,
				"the id '%.40s...' of %zu bytes is too long "
				"for the name of a file",
				row->id, strlen(row->id));
	if (*name == '.')
		*name = '_';
	for (; name < end; name++)
		if (*name == '/' || (unsigned char)*name < ' ' || *name == 127)
			*name = '_';
	return 0;
}

int output_path_rows(struct strs *to, const struct manifest *p,
		     const struct output_path *how, struct err *err)
{
	struct output_file *at = mem_zero(p->n, sizeof *at);
	size_t n = 0;
	int rc = tsv_check_cell(how->dir, err);

	for (size_t i = 0; i < p->n && !rc; i++) {
		if (how->split && strcmp(p->list[i].split, how->split)) {
			strs_add(to, "");
			continue;
		}
		rc = add_path(to, &p->list[i], how, err);
		at[n++] = (struct output_file){ .path = to->at[i], .row = i };
	}
	if (rc == 0)
		rc = check_twice(p, at, n, err);
	free(at);
	if (rc == 0)
		rc = check_inputs(p, to, err);
	if (rc == 0 && !how->overwrite)
		rc = check_new(to, err);
	return rc < 0 ? -1 : path_make_dirs(how->dir, err);
}
