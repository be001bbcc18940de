/* provenance.c - see provenance.h. */
#include "archive/provenance.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "archive/member_path.h"
#include "archive/run_dir.h"
#include "base/mem.h"
#include "file/path.h"
#include "run/maker.h"
#include "run/run_id.h"
#include "store/object.h"

int provenance_trivial(const struct digest *d)
{
	struct digest none;

	digest_of(&none, "", 0);
	return digest_same(d, &none);
}

static struct step *add_step(struct provenance *c, const struct run *r,
			     int rerun)
{
	struct step *st;

	c->step = mem_grow(c->step, c->n + 1, sizeof(*c->step));
	st = &c->step[c->n++];
	*st = (struct step){ .run = *r,
			     .rerun = rerun && !run_imported(r->start) };
	return st;
}

/* state of the walk back from the run that was asked for */
struct provenance_walk {
	struct provenance *to;
	struct maker_index *makers;
	struct strs seen;
	/* files, and the runs that may have made them */
	struct strs guess_path, guess_id;
};

static int visit(struct provenance_walk *w, struct run *r, struct err *err);

/* Add run ID, which made PATH, and the runs that made its inputs.  A run that
 * has not ended cannot be repeated and is not added. */
static int visit_maker(struct provenance_walk *w, const char *id,
		       const char *path, struct err *err)
{
	struct run r;

	if (strs_has(&w->seen, id))
		return 0;
	if (run_read(&r, w->to->store, id, err) < 0)
		return err_wrap(err,
				"the record of the run that made '%s' cannot "
				"be read: ",
				path);
	if (r.end)
		return visit(w, &r, err);
	run_release(&r);
	return 0;
}

static void add_guess(struct provenance_walk *w, const char *path,
		      const char *id)
{
	strs_add(&w->guess_path, path);
	strs_add(&w->guess_id, id);
}

/* Tell of the guesses whose runs are not in the chain for another reason. */
static void tell_guesses(const struct provenance_walk *w)
{
	for (size_t i = 0; i < w->guess_id.n; i++) {
		const char *id = w->guess_id.at[i];

		if (!strs_has(&w->seen, id))
			messages_info(&w->to->guesses,
				      "'%s' has the same content as an "
				      "output of run %s, but no record shows "
				      "that this run made the file; the "
				      "archive does not include the run",
				      w->guess_path.at[i], id);
	}
}

/* Go depth first, so that a run comes after those that made its inputs.  Frees
 * R or gives it to the chain. */
static int visit(struct provenance_walk *w, struct run *r, struct err *err)
{
	int rc = 0;

	strs_add(&w->seen, r->id);
	for (size_t i = 0; !rc && i < r->inputs.n; i++) {
		const char *path = r->inputs.list[i].path, *id;
		enum maker_link link = maker_of(w->makers, r, path,
						&r->inputs.list[i].digest, &id);

		if (link == MAKER_SURE)
			rc = visit_maker(w, id, path, err);
		else if (link == MAKER_GUESS)
			add_guess(w, path, id);
	}
	add_step(w->to, r, 1);
	return rc;
}

/* Add the records of the runs in whose directories R read files; its command
 * names these runs.  Frees R or gives it to the chain. */
static int add_records(struct provenance *c, struct run *r, struct err *err)
{
	const struct file_list *l = &r->inputs;
	struct strs seen = { 0 };
	int rc = 0;

	strs_add(&seen, r->id);
	for (size_t i = 0; !rc && i < l->n; i++) {
		const char *p = member_path_in_runs(l->list[i].path);
		char *id = p ? mem_strn(p, strcspn(p, "/")) : NULL;
		struct run other;

		if (id && run_id_is(id) && !strs_has(&seen, id)) {
			strs_add(&seen, id);
			rc = run_read(&other, c->store, id, err);
			if (!rc)
				add_step(c, &other, 0);
		}
		free(id);
	}
	strs_release(&seen);
	add_step(c, r, 1);
	return rc;
}

static int walk_back(struct provenance *c, struct run *r, struct err *err)
{
	struct provenance_walk w = { .to = c };
	int rc = maker_open(&w.makers, c->store, err);

	if (rc < 0)
		run_release(r);
	else
		rc = visit(&w, r, err);
	tell_guesses(&w);
	maker_close(w.makers);
	strs_release(&w.seen);
	strs_release(&w.guess_path);
	strs_release(&w.guess_id);
	return rc;
}

int provenance_read(struct provenance *c, const struct store *s, const char *id,
		    int alone, struct err *err)
{
	struct run r;
	int rc;

	memset(c, 0, sizeof(*c));
	c->store = s;
	if (run_read(&r, s, id, err) < 0)
		return -1;
	if (!r.end) {
		rc = err_data(err,
			      "run %s is %s; the outputs of a run are "
			      "recorded only when the run ends",
			      id, run_state_name(r.state));
		run_release(&r);
		return rc;
	}
	rc = alone ? add_records(c, &r, err) : walk_back(c, &r, err);
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
	messages_release(&c->guesses);
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

/* Returns where step ST's PATH is now.  In a restored experiment, files from
 * outside are below st->outside. */
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

/* Paths of any step that had the digest D. */
static void add_twins(const struct provenance *c, const struct file_list *l,
		      const struct step *st, const struct digest *d,
		      struct strs *to)
{
	for (size_t i = 0; i < l->n; i++)
		if (digest_same(&l->list[i].digest, d) &&
		    strcmp(l->list[i].path, "-"))
			strs_take(to, now_at(c, st, l->list[i].path));
}

char *provenance_path(const struct provenance *c, size_t i, const char *path)
{
	return now_at(c, &c->step[i], path);
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
