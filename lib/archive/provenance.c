/* provenance.c - see provenance.h. */
#include "archive/provenance.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "archive/member_path.h"
#include "archive/run_dir.h"
#include "base/mem.h"
#include "base/path.h"
#include "store/object.h"

struct made { /* bytes and the run that put them out */
	struct digest digest;
	size_t run;
};

struct all { /* every run that ended */
	struct run *run;
	size_t n;
	struct made *made; /* by digest, then by age */
	size_t nmade;
};

int provenance_trivial(const struct digest *d)
{
	struct digest none;

	digest_of(&none, "", 0);
	return digest_same(d, &none);
}

static int by_digest(const void *a, const void *b)
{
	const struct made *x = a, *y = b;
	int d = memcmp(&x->digest, &y->digest, sizeof(x->digest));

	return d ? d : (x->run > y->run) - (x->run < y->run);
}

static void add_made(struct all *a, size_t run)
{
	const struct file_list *l = &a->run[run].outputs;

	a->made = mem_grow(a->made, a->nmade + l->n + 1, sizeof(*a->made));
	for (size_t i = 0; i < l->n; i++) {
		if (provenance_trivial(&l->list[i].digest))
			continue;
		a->made[a->nmade].digest = l->list[i].digest;
		a->made[a->nmade++].run = run;
	}
}

/* A damaged record hides its own run only. */
static int read_all(struct all *a, const struct store *s, struct err *err)
{
	struct strs ids = { 0 };
	struct err ignored = { 0 };

	if (run_list(s, &ids, err) < 0)
		return -1;
	a->run = mem_zero(ids.n + 1, sizeof(*a->run));
	for (size_t i = 0; i < ids.n; i++) {
		struct run *r = &a->run[a->n];

		if (run_read(r, s, ids.at[i], &ignored) < 0 || !r->end) {
			run_release(r);
			memset(r, 0, sizeof(*r));
			continue;
		}
		add_made(a, a->n++);
	}
	strs_release(&ids);
	if (a->nmade)
		qsort(a->made, a->nmade, sizeof(*a->made), by_digest);
	return 0;
}

static void release_all(struct all *a)
{
	for (size_t i = 0; i < a->n; i++)
		run_release(&a->run[i]);
	free(a->run);
	free(a->made);
}

/* 1 when run A wrote what run B read as PATH under the same name. */
static int same_file(const struct run *a, const struct digest *d,
		     const struct run *b, const char *path)
{
	char *read = member_path("", b->id, path);
	int same = 0;

	for (size_t i = 0; !same && i < a->outputs.n; i++) {
		const char *wrote = a->outputs.list[i].path;
		char *place;

		if (!digest_same(&a->outputs.list[i].digest, d))
			continue;
		if (!strcmp(wrote, "-"))
			wrote = json_str(a->start, "stdout");
		place = wrote ? member_path("", a->id, wrote) : NULL;
		same = place && !strcmp(place, read);
		free(place);
	}
	free(read);
	return same;
}

static size_t first_made(const struct all *a, const struct digest *d)
{
	size_t low = 0, high = a->nmade;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (memcmp(&a->made[mid].digest, d, sizeof(*d)) < 0)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

/* The run that put out what USER read as PATH, begun before USER ended
 * (the stages of a pipe begin together): the first that wrote a file of
 * that name, else the first at all; -1: there is none. */
static long maker(const struct all *a, const char *path, const struct digest *d,
		  size_t user)
{
	const struct run *u = &a->run[user];
	const char *end = run_dir_time(u->end);
	long found = -1;

	for (size_t i = first_made(a, d);
	     i < a->nmade && digest_same(&a->made[i].digest, d); i++) {
		size_t r = a->made[i].run;
		const char *start = run_dir_time(a->run[r].start);

		if (r == user || (start && end && strcmp(start, end) > 0))
			continue;
		if (same_file(&a->run[r], d, u, path))
			return (long)r;
		if (found < 0)
			found = (long)r;
	}
	return found;
}

static void add_step(struct provenance *c, const struct all *a, size_t run,
		     int rerun)
{
	struct step *st;
	struct err ignored;

	c->step = mem_grow(c->step, c->n + 1, sizeof(*c->step));
	st = &c->step[c->n++];
	memset(st, 0, sizeof(*st));
	st->rerun = rerun;
	run_read(&st->run, c->store, a->run[run].id, &ignored);
}

/* Depth first, so that a run follows all that it stands on. */
static void visit(struct provenance *c, const struct all *a, size_t run,
		  char *seen)
{
	const struct file_list *l = &a->run[run].inputs;

	seen[run] = 1;
	for (size_t i = 0; i < l->n; i++) {
		long from = provenance_trivial(&l->list[i].digest) ?
				    -1 :
				    maker(a, l->list[i].path,
					  &l->list[i].digest, run);

		if (from >= 0 && !seen[from])
			visit(c, a, (size_t)from, seen);
	}
	add_step(c, a, run, 1);
}

/* The runs whose own files RUN reads: they are named in its command. */
static void add_records(struct provenance *c, const struct all *a, size_t run,
			char *seen)
{
	const struct file_list *l = &a->run[run].inputs;

	seen[run] = 1;
	for (size_t i = 0; i < l->n; i++) {
		const char *p = member_path_in_runs(l->list[i].path);

		for (size_t k = 0; p && k < a->n; k++) {
			size_t n = strlen(a->run[k].id);

			if (!seen[k] && !strncmp(a->run[k].id, p, n) &&
			    p[n] == '/') {
				seen[k] = 1;
				add_step(c, a, k, 0);
			}
		}
	}
	add_step(c, a, run, 1);
}

static int no_end(const struct store *s, const char *id, struct err *err)
{
	struct run r;

	if (run_read(&r, s, id, err) < 0)
		return -1;
	err_data(err,
		 "run %s is %s: what it made is not recorded before it "
		 "ends",
		 id, run_state_name(r.state));
	run_release(&r);
	return -1;
}

int provenance_read(struct provenance *c, const struct store *s, const char *id,
		    int alone, struct err *err)
{
	struct all a = { 0 };
	size_t run;
	char *seen;
	int rc = 0;

	memset(c, 0, sizeof(*c));
	c->store = s;
	if (read_all(&a, s, err) < 0)
		return -1;
	for (run = 0; run < a.n && strcmp(a.run[run].id, id); run++)
		;
	seen = mem_zero(a.n + 1, 1);
	if (run == a.n)
		rc = no_end(s, id, err);
	else if (alone)
		add_records(c, &a, run, seen);
	else
		visit(c, &a, run, seen);
	free(seen);
	release_all(&a);
	if (!rc)
		run_dir_find(c->step, c->n, s);
	return rc;
}

void provenance_release(struct provenance *c)
{
	for (size_t i = 0; i < c->n; i++) {
		run_release(&c->step[i].run);
		free(c->step[i].cwd);
		free(c->step[i].root);
		free(c->step[i].outside);
	}
	free(c->step);
	memset(c, 0, sizeof(*c));
}

const struct step *provenance_find(const struct provenance *c, const char *id,
				   size_t n)
{
	for (size_t i = 0; i < c->n; i++)
		if (strlen(c->step[i].run.id) == n &&
		    !strncmp(c->step[i].run.id, id, n))
			return &c->step[i];
	return NULL;
}

/* Where step ST's PATH lies now; in an experiment that was restored files
 * from outside lie below its OUTSIDE. */
static char *now_at(const struct provenance *c, const struct step *st,
		    const char *path)
{
	char *place = member_path("", st->run.id, path), *outside, *at = NULL;

	if (!strncmp(place, ".xp/", 4))
		at = store_join(c->store, place + 4);
	free(place);
	if (at)
		return at;
	outside = path_outside(path);
	if (outside && st->outside)
		at = mem_printf("%s/%s", st->outside, outside);
	if (at && access(at, F_OK) && *path != '/') {
		free(at);
		at = NULL;
	}
	if (!at && *path == '/')
		at = mem_str(path);
	else if (!at)
		at = mem_printf("%s/%s", st->root, path);
	free(outside);
	return at;
}

/* Files of any step's that once had the same bytes. */
static void add_twins(const struct provenance *c, const struct file_list *l,
		      const struct step *st, const struct digest *d,
		      struct strs *to)
{
	for (size_t i = 0; i < l->n; i++)
		if (digest_same(&l->list[i].digest, d) &&
		    strcmp(l->list[i].path, "-"))
			strs_take(to, now_at(c, st, l->list[i].path));
}

void provenance_candidates(const struct provenance *c, size_t i,
			   const char *path, const struct digest *d,
			   struct strs *to)
{
	if (object_has(c->store, d))
		strs_take(to, object_path(c->store, d));
	if (strcmp(path, "-"))
		strs_take(to, now_at(c, &c->step[i], path));
}

void provenance_twins(const struct provenance *c, const struct digest *d,
		      struct strs *to)
{
	for (size_t k = 0; k < c->n; k++) {
		add_twins(c, &c->step[k].run.inputs, &c->step[k], d, to);
		add_twins(c, &c->step[k].run.outputs, &c->step[k], d, to);
	}
}
