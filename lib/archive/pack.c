/*
 * pack.c - collects the members of an archive: see pack.h.
 *
 * A content is looked for by its digest, in the store and where the run found
 * it.  A file is taken only if its bytes have that digest.
 */
#include "archive/pack.h"
#include "archive/pack_record.h"

#include <stdlib.h>
#include <string.h>

#include "archive/pack_code.h"
#include "archive/member_path.h"
#include "base/mem.h"
#include "code/secret.h"

#define NAMED 8 /* how many files a message names */

struct wanted { /* a file that a step read or wrote */
	char *name;
	const char *path;
	const struct digest *digest;
	size_t step;
};

struct pack {
	struct members *p;
	const struct provenance *c;
	enum pack_what what;
	struct wanted *want;
	size_t n, cap;
	/* the paths that a message is about */
	struct strs missing, changed, reserved, secret;
};

static void want(struct pack *k, const char *part, size_t step,
		 const char *path, const struct digest *d)
{
	const struct step *st = &k->c->step[step];
	char *place = member_path(st->cwd, st->run.id, path);
	struct wanted *w;

	if (k->n == k->cap) {
		k->cap = k->cap ? 2 * k->cap : 256;
		k->want = mem_grow(k->want, k->cap, sizeof(*k->want));
	}
	w = &k->want[k->n++];
	w->name = member_name(part, place);
	w->path = path;
	w->digest = d;
	w->step = step;
	if (member_reserved(place) && strncmp(place, ".xp/", 4))
		strs_add(&k->reserved, path);
	if (k->what == PACK_ALL && !k->c->with_secrets && secret_is_file(path))
		strs_add(&k->secret, path);
	free(place);
}

/* Returns 1 if the file AT has the digest D, else 0.  THERE is set if it has
 * another. */
static int try_file(const char *at, const struct digest *d, struct blob *blob,
		    int *there, struct err *err)
{
	int rc = blob_look(at, blob, err);

	if (rc <= 0)
		return rc;
	if (digest_same(&blob->digest, d))
		return 1;
	*there = 1;
	return 0;
}

/* Returns 1 and the path AT, which the caller frees, of a file with the content
 * of W, or 0 if there is none. */
static int find(struct pack *k, const struct wanted *w, char **at,
		struct blob *blob, struct err *err)
{
	struct strs list = { 0 };
	int there = 0, rc = 0;
	size_t i = 0;

	provenance_candidates(k->c, w->step, w->path, w->digest, &list);
	for (; !rc && i < list.n; i++)
		rc = try_file(list.at[i], w->digest, blob, &there, err);
	if (!rc)
		provenance_twins(k->c, w->digest, &list);
	for (; !rc && i < list.n; i++) {
		int other;

		rc = try_file(list.at[i], w->digest, blob, &other, err);
	}
	if (rc > 0)
		*at = mem_str(list.at[i - 1]);
	strs_release(&list);
	if (!rc)
		strs_add(there ? &k->changed : &k->missing, w->path);
	return rc;
}

static int by_name_and_step(const void *a, const void *b)
{
	const struct wanted *x = a, *y = b;
	int d = strcmp(x->name, y->name);

	if (!d)
		d = (x->step > y->step) - (x->step < y->step);
	return d ? d : memcmp(x->digest, y->digest, sizeof(*x->digest));
}

/* Returns 1 if the run of W is known to have executed the file. */
static int was_executed(const struct pack *k, const struct wanted *w)
{
	const struct json *end = k->c->step[w->step].run.end;
	const struct json *watched = end ? json_get(end, "watched") : NULL;
	const struct json *list = watched ? json_get(watched, "programs") :
					    NULL;

	for (size_t i = 0; list && i < json_len(list); i++) {
		const char *name = json_text(json_at(list, i));

		if (name && !strcmp(name, w->path))
			return 1;
	}
	return 0;
}

/* Returns 1 if AT holds a secret.  What the store has was looked at when it was
 * recorded; of other files only the digest was, perhaps for this reason. */
static int is_secret(const struct pack *k, const struct wanted *w,
		     const char *at)
{
	const struct file_list *l = &k->c->step[w->step].run.outputs;
	const struct digest *printed = file_list_find(l, "-");
	const char *store = k->c->store->path;
	size_t n = strlen(store);

	if (k->what != PACK_ALL || k->c->with_secrets ||
	    (!strncmp(at, store, n) && at[n] == '/'))
		return 0;
	return secret_is_in(at, 0) ||
	       (printed && digest_same(printed, w->digest) &&
		secret_is_in_stream(at));
}

/* If steps have different contents under one name, the member of that name has
 * the later one.  The other one is packed as an object, from which run.sh
 * restores it. */
static int add_wanted(struct pack *k, size_t i, int inputs, struct err *err)
{
	const struct wanted *w = &k->want[i];
	int last = i + 1 == k->n || strcmp(w->name, w[1].name);
	struct blob blob;
	char *at = NULL;
	int rc;

	if (!last && digest_same(w->digest, w[1].digest))
		return 0;
	rc = find(k, w, &at, &blob, err);
	if (rc > 0 && is_secret(k, w, at) && !strs_has(&k->secret, w->path))
		strs_add(&k->secret, w->path);
	if (rc > 0) {
		blob.executable |= inputs && was_executed(k, w);
		if (last)
			member_file(k->p, w->name, at, &blob);
		if (blob.size && (!last || (inputs && !blob.image)))
			pack_record_object(k->p, at, &blob);
	}
	free(at);
	return rc < 0 ? -1 : 0;
}

static void drop_wanted(struct pack *k)
{
	for (size_t i = 0; i < k->n; i++)
		free(k->want[i].name);
	k->n = 0;
}

/* "2 inputs are missing ('a.tif', 'b.tif')" */
static void add_trouble(struct buf *to, const struct strs *paths,
			const char *what, const char *one, const char *many)
{
	if (!paths->n)
		return;
	buf_printf(to, "%s%zu %s%s %s (", to->len ? ", " : "", paths->n, what,
		   paths->n > 1 ? "s" : "", paths->n > 1 ? many : one);
	for (size_t i = 0; i < paths->n && i < NAMED; i++)
		buf_printf(to, "%s'%s'", i ? ", " : "", paths->at[i]);
	buf_str(to, paths->n > NAMED ? ", ...)" : ")");
}

static int refuse(struct pack *k, const char *what, struct err *err)
{
	const char *verb = k->what == PACK_ALL ? "archive" : "repeat";
	const char *id = k->c->step[k->c->n - 1].run.id;
	struct buf text = { 0 };
	int rc = 0;

	add_trouble(&text, &k->missing, what, "is missing", "are missing");
	add_trouble(&text, &k->changed, what, "has changed", "have changed");
	if (text.len)
		buf_str(&text, "; put back the recorded content");
	add_trouble(&text, &k->reserved, what,
		    "has a name that the archive needs for itself",
		    "have names that the archive needs for itself");
	add_trouble(&text, &k->secret, what, "looks like a secret",
		    "look like secrets");
	if (k->secret.n)
		buf_str(&text, "; --with-secrets archives them, too");
	if (text.len)
		rc = err_data(err, "cannot %s run %s: %s", verb, id,
			      buf_text(&text));
	buf_release(&text);
	return rc;
}

static int add_all_wanted(struct pack *k, int inputs, struct err *err)
{
	int rc = 0;

	if (k->n)
		qsort(k->want, k->n, sizeof(*k->want), by_name_and_step);
	for (size_t i = 0; !rc && i < k->n; i++)
		rc = add_wanted(k, i, inputs, err);
	drop_wanted(k);
	return rc ? rc : refuse(k, inputs ? "input" : "output", err);
}

static int add_inputs(struct pack *k, struct err *err)
{
	for (size_t i = 0; i < k->c->n; i++) {
		const struct step *st = &k->c->step[i];

		for (size_t j = 0; st->rerun && j < st->run.inputs.n; j++)
			if (strcmp(st->run.inputs.list[j].path, "-"))
				want(k, "inputs", i,
				     st->run.inputs.list[j].path,
				     &st->run.inputs.list[j].digest);
	}
	return add_all_wanted(k, 1, err);
}

static int add_outputs(struct pack *k, struct err *err)
{
	size_t last = k->c->n - 1;
	const struct run *r = &k->c->step[last].run;
	const struct file_list *l = &r->outputs;

	if (k->what == PACK_TO_RUN)
		return 0;
	for (size_t i = 0; i < l->n; i++) {
		const char *path = l->list[i].path;

		if (!strcmp(path, "-"))
			path = json_str(r->start, "stdout");
		if (path)
			want(k, "outputs", last, path, &l->list[i].digest);
	}
	return add_all_wanted(k, 0, err);
}

/* Content that went through a pipe exists only as an object. */
static int add_stream(struct pack *k, size_t step, const struct digest *d,
		      int output, struct err *err)
{
	struct wanted w = {
		.path = output ? "standard output" : "standard input",
		.digest = d,
		.step = step,
	};
	struct blob blob;
	char *at = NULL, *name;
	int rc;

	if (!d || provenance_trivial(d))
		return 0;
	rc = find(k, &w, &at, &blob, err);
	if (rc > 0) {
		blob.executable = 0;
		pack_record_object(k->p, at, &blob);
		name = mem_printf("record/runs/%s/stdout",
				  k->c->step[step].run.id);
		if (output)
			member_file(k->p, name, at, &blob);
		free(name);
	}
	free(at);
	return rc < 0 ? -1 : 0;
}

static int add_streams(struct pack *k, struct err *err)
{
	for (size_t i = 0; i < k->c->n; i++) {
		const struct step *st = &k->c->step[i];

		if (!st->rerun)
			continue;
		if (add_stream(k, i, file_list_find(&st->run.inputs, "-"), 0,
			       err) < 0)
			return -1;
		if (k->what == PACK_ALL &&
		    add_stream(k, i, file_list_find(&st->run.outputs, "-"), 1,
			       err) < 0)
			return -1;
	}
	return refuse(k, "stream", err);
}

/* Refuse to pack what restore would refuse to unpack.  (pack_code leaves such
 * files out of the code.) */
static int check_names(const struct members *p, struct err *err)
{
	for (size_t i = 0; i < p->n; i++) {
		char *place = member_place(p->list[i].name);

		if (!place || member_path_is_git(place) ||
		    (member_path_is_active(place) &&
		     strncmp(p->list[i].name, "code/", 5))) {
			free(place);
			return err_data(err,
					"an archive may not contain a file "
					"named '%s'; rename the file, then "
					"repeat the command that read or "
					"wrote the file",
					p->list[i].name);
		}
		free(place);
	}
	return 0;
}

int pack_chain(struct members *p, const struct provenance *c,
	       enum pack_what what, struct messages *talk, struct err *err)
{
	struct pack k = { .p = p, .c = c, .what = what };
	int rc = -1;

	if (pack_record_all(p, c, what, err) == 0 &&
	    add_outputs(&k, err) == 0 && add_inputs(&k, err) == 0 &&
	    add_streams(&k, err) == 0 &&
	    pack_code(p, c, what == PACK_ALL, talk, err) == 0 &&
	    check_names(p, err) == 0)
		rc = 0;
	if (!rc)
		member_sort(p);
	drop_wanted(&k);
	free(k.want);
	strs_release(&k.missing);
	strs_release(&k.changed);
	strs_release(&k.reserved);
	strs_release(&k.secret);
	return rc;
}
