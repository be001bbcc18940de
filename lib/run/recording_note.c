/* recording_note.c - see recording_note.h. */
#include "run/recording_note.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "run/run.h"
#include "run/run_id.h"
#include "code/secret.h"
#include "code/written_by_runs.h"
#include "store/durable.h"
#include "store/object.h"
#include "store/store_lock.h"

/* Returns the file's name in the record, which the caller frees.  It is the
 * name that the user wrote; files of the store get names that stay right when
 * the store is moved. */
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
			name = mem_printf(RECORDING_OWN "%s", in + 6 + id);
		else
			name = mem_printf(".xp/%s", in);
	}
	free(real);
	return name ? name : mem_str(n->path);
}

/* A list of the run while it is being written. */
struct list_file {
	const char *name;
	int *fd; /* -1: not open */
	struct buf *batch;
};

/* Appends LINES to the list. */
static int add_lines(struct recording *r, const struct list_file *l,
		     const struct buf *lines, struct err *err)
{
	char *path = run_path(&r->store, r->id, l->name);
	int rc;

	if (*l->fd < 0)
		*l->fd = open(path,
			      O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC |
				      O_NOFOLLOW,
			      0666);
	if (*l->fd < 0)
		rc = err_sys(err, "cannot write '%s'", path);
	else
		rc = durable_line(*l->fd, lines, path, err);
	free(path);
	return rc;
}

static int add_line(struct recording *r, const struct list_file *l,
		    const char *name, const struct digest *d, struct err *err)
{
	struct buf line = { 0 };
	int rc = 0;

	if (r->batch) {
		file_list_line(l->batch, name, d);
		return 0;
	}
	file_list_line(&line, name, d);
	rc = add_lines(r, l, &line, err);
	buf_release(&line);
	return rc;
}

static struct list_file inputs_of(struct recording *r)
{
	return (struct list_file){ "inputs", &r->inputs_fd, &r->batch_inputs };
}

static struct list_file outputs_of(struct recording *r)
{
	return (struct list_file){ "outputs", &r->outputs_fd,
				   &r->batch_outputs };
}

static struct list_file kept_of(struct recording *r)
{
	return (struct list_file){ "kept", &r->kept_fd, &r->batch_kept };
}

/* Adds the object D to the list of those that the run needs. */
static int note_kept(struct recording *r, const struct digest *d,
		     struct err *err)
{
	const struct list_file l = kept_of(r);
	char *path = object_name(d);
	int rc;

	file_list_push(&r->kept, path, d);
	rc = add_line(r, &l, path, d, err);
	free(path);
	return rc;
}

/* Puts the content of N into the store. */
static int put(struct recording *r, const struct file_note *n, struct digest *d,
	       struct err *err)
{
	const struct store *s = &r->store;

	if (!n->data && r->batch) {
		*d = n->digest;
		return object_put_later(s, n->at, &n->digest, err);
	}
	if (!n->data)
		return object_put_file(s, n->at, &n->digest, d, err);
	return n->at ? object_put_content(s, buf_text(n->data), n->data->len,
					  n->at, d, err) :
		       object_put(s, buf_text(n->data), n->data->len, d, err);
}

/* Makes the content an object.  Not if it is in the run's own directory:
 * recording_end makes objects of the final state of these files. */
static int keep(struct recording *r, const struct file_note *n,
		const char *name, struct err *err)
{
	struct digest d;

	if (recording_is_own(name))
		return 0;
	if (n->kind == FILE_IMAGE && (n->output || !r->keep_images))
		return 0;
	if (secret_is_file(n->path))
		return 0; /* only its digest is recorded */
	if (!n->data && !n->at)
		return 0;
	/* Nobody chose the files that another program was seen to use. */
	if (r->foreign && n->at && strcmp(n->path, "-") &&
	    secret_is_in(n->at, 0)) {
		strs_add(&r->withheld, n->path);
		return 0;
	}
	if (put(r, n, &d, err) < 0)
		return -1;
	return note_kept(r, &d, err);
}

/* Fails if the run is resumed and the input has changed since.  r->before is
 * sorted. */
static int check_before(const struct recording *r, const char *name,
			const struct digest *d, struct err *err)
{
	size_t low = 0, high = r->before.n;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (strcmp(r->before.list[mid].path, name) < 0)
			low = mid + 1;
		else
			high = mid;
	}
	if (low == r->before.n || strcmp(r->before.list[low].path, name) ||
	    digest_same(&r->before.list[low].digest, d))
		return 0;
	return err_data(err, "'%s' has changed since run %s started", name,
			r->id);
}

static int note_input(struct recording *r, const struct file_note *n,
		      const char *name, struct err *err)
{
	struct list_file l;

	if (check_before(r, name, &n->digest, err) < 0)
		return -1;
	if (!strcmp(name, "-") && n->data && n->data->len &&
	    n->data->data[n->data->len - 1] == '\n') {
		char *word = mem_strn(n->data->data, n->data->len - 1);

		r->stdin_is_id = run_id_is(word);
		free(word);
	}
	file_list_push(&r->inputs, name, &n->digest);
	l = inputs_of(r);
	return add_line(r, &l, name, &n->digest, err);
}

/* A file that a run wrote is not code of a later run.  Neither is a file that
 * stdout goes to. */
static void note_written(const struct recording *r, const struct file_note *n,
			 const char *name)
{
	const char *file = json_str(r->start, "stdout");

	if (strcmp(name, "-"))
		file = recording_is_own(name) ? NULL : n->at;
	if (file)
		written_by_runs_add(&r->store, file, &n->digest);
}

int recording_note(struct recording *r, const struct file_note *n,
		   struct err *err)
{
	const struct list_file l = outputs_of(r);
	char *name = name_of(r, n);
	int hold = store_lock_share(&r->store), rc;

	if (!n->output && recording_is_own(name))
		rc = 0; /* we have read our own checkpoint */
	else if ((rc = keep(r, n, name, err)) < 0)
		;
	else if (!n->output)
		rc = note_input(r, n, name, err);
	else {
		note_written(r, n, name);
		file_list_push(&r->outputs, name, &n->digest);
		rc = add_line(r, &l, name, &n->digest, err);
	}
	store_lock_drop(hold);
	free(name);
	return rc < 0 ? err_wrap(err, "cannot record '%s': ", n->path) : 0;
}

void recording_note_batch(struct recording *r)
{
	r->batch_hold = store_lock_share(&r->store);
	r->batch = 1;
}

int recording_note_batch_end(struct recording *r, struct err *err)
{
	const struct list_file lists[] = { inputs_of(r), outputs_of(r),
					   kept_of(r) };
	int rc = object_sync(&r->store, err);

	r->batch = 0;
	for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
		if (!rc && lists[i].batch->len)
			rc = add_lines(r, &lists[i], lists[i].batch, err);
		buf_clear(lists[i].batch);
	}
	store_lock_drop(r->batch_hold);
	return rc;
}

int recording_note_object(struct recording *r, const void *data, size_t n,
			  struct digest *d, struct err *err)
{
	int hold = store_lock_share(&r->store);
	int rc = object_put(&r->store, data, n, d, err);

	if (!rc)
		rc = note_kept(r, d, err);
	store_lock_drop(hold);
	return rc;
}

void recording_note_names(struct digest *d, const struct strs *found)
{
	struct hash *h = digest_new();

	for (size_t i = 0; i < found->n; i++)
		digest_add(h, found->at[i], strlen(found->at[i]) + 1);
	digest_end(h, d);
}

void recording_note_listing(struct recording *r, const char *pattern,
			    const struct strs *found)
{
	struct digest d;

	recording_note_names(&d, found);
	file_list_push(&r->listings, pattern, &d);
}
