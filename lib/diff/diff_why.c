/* diff_why.c - see diff_why.h. */
#include "diff/diff_why.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/num.h"
#include "base/sh.h"
#include "diff/diff_group.h"
#include "diff/diff_metrics.h"
#include "diff/diff_origin.h"
#include "run/index.h"

#define MAX_THINGS 64 /* bits of a mask */

/* one thing in which the two runs differ */
struct thing {
	char *name, *a, *b; /* "" for a value that a run lacks */
	int is_setting;	    /* 1: rerun --set can change it */
};

/* a run that has of each thing what one of the two runs has */
struct corner {
	char *id, *value;
	uint64_t mask; /* bit I is set if it has B of thing I */
};

struct search {
	const struct diff_run *runs; /* two */
	const char *metric;
	struct json *all[2]; /* things_of the two runs */
	struct thing list[MAX_THINGS];
	size_t n;
	struct corner *corners; /* no two with one mask */
	size_t ncorners;
	struct diff_why *to;
};

static int is_foreign(const struct run *r)
{
	return r->end && json_int(r->end, "foreign", 0);
}

static void add_whole(struct json *to, const char *name, const struct json *j)
{
	struct buf b = { 0 };

	json_write(j, &b);
	json_set_str(to, name, buf_text(&b));
	buf_release(&b);
}

/* Returns all that went into a run, as text by name; the caller frees it.  Each
 * setting is one thing, and so is each other group.  Files of a work tree
 * cannot change what our own tools do.  *UNKNOWN becomes the name of what was
 * not recorded and may matter, or NULL. */
static struct json *things_of(const struct diff_run *of, const char **unknown)
{
	struct json *from = ingredients_of(of), *to = json_new();
	const struct json *lacks = json_get(from, "unknown");
	int foreign = is_foreign(of->run);
	const char *key;

	*unknown = json_str(lacks, "environment")     ? "environment" :
		   foreign && json_str(lacks, "code") ? "code" :
							NULL;
	for (size_t i = 0; (key = ingredients_group[i]); i++) {
		const struct json *j = json_get(from, key);
		const char *name;

		if (!j || !strcmp(key, "free"))
			continue;
		if (!strcmp(key, "settings"))
			for (size_t k = 0; (name = json_key(j, k)); k++)
				json_set_str(to, name, json_str(j, name));
		else if (!strcmp(key, "seed"))
			json_set_str(to, key, json_str(j, key));
		else if (!strcmp(key, "code") && !foreign)
			json_set_str(to, key, json_str(j, "version"));
		else
			add_whole(to, key, j);
	}
	json_free(from);
	return to;
}

/* Returns the metric of R, or NULL; the caller frees it. */
static char *metric_of(const struct diff_run *of, const char *metric,
		       struct strs *names)
{
	struct json *j = diff_metrics_of(of->store, of->run);
	char *value = NULL;
	const char *key;

	for (size_t i = 0; (key = json_key(j, i)); i++) {
		char *name = mem_str(key);

		for (char *c = name; *c; c++)
			*c = (char)(*c == ' ' ? '.' : *c);
		if (!strcmp(name, metric) && !value)
			value = mem_str(json_str(j, key));
		if (names)
			strs_add(names, name);
		free(name);
	}
	json_free(j);
	return value;
}

static int take_metric(struct search *q, int i, struct err *err)
{
	struct strs names = { 0 };
	struct buf b = { 0 };
	int rc = 0;

	q->to->value[i] = metric_of(&q->runs[i], q->metric, &names);
	for (size_t k = 0; k < names.n; k++)
		buf_printf(&b, "%s%s", k ? ", " : "", names.at[k]);
	if (!q->to->value[i])
		rc = err_usage(err, "run %s has no metric '%s'; it has %s",
			       q->runs[i].run->id, q->metric,
			       b.len ? buf_text(&b) : "none at all");
	buf_release(&b);
	strs_release(&names);
	return rc;
}

/* A setting of our own tools that both runs have as one word. */
static int can_set(const struct search *q, const char *name)
{
	for (int i = 0; i < 2; i++) {
		const struct run *r = q->runs[i].run;
		const struct json *j = json_get(r->start, "settings");
		const char *text = j ? json_str(j, name) : NULL;

		if (!text || is_foreign(r) || strchr(text, '\n'))
			return 0;
	}
	return 1;
}

/* Fills the list with what differs. */
static int find_things(struct search *q, struct err *err)
{
	struct strs names = { 0 };

	json_keys(q->all[0], &names);
	for (size_t i = 0; json_key(q->all[1], i); i++)
		if (!json_str(q->all[0], json_key(q->all[1], i)))
			strs_add(&names, json_key(q->all[1], i));
	strs_sort(&names);
	for (size_t i = 0; i < names.n; i++) {
		const char *a = json_str(q->all[0], names.at[i]);
		const char *b = json_str(q->all[1], names.at[i]);

		if (a && b && !strcmp(a, b))
			continue;
		if (q->n < MAX_THINGS)
			q->list[q->n] = (struct thing){
				.name = mem_str(names.at[i]),
				.a = mem_str(a ? a : ""),
				.b = mem_str(b ? b : ""),
				.is_setting = can_set(q, names.at[i]),
			};
		q->n++;
	}
	strs_release(&names);
	if (q->n <= MAX_THINGS)
		return 0;
	q->n = MAX_THINGS;
	return err_data(err,
			"runs %s and %s differ in more than %d things, which "
			"is too much to explain",
			q->runs[0].run->id, q->runs[1].run->id, MAX_THINGS);
}

static size_t find_thing(const struct search *q, const char *name)
{
	size_t i = 0;

	while (i < q->n && strcmp(q->list[i].name, name))
		i++;
	return i;
}

/* Sets the bit of thing I if TEXT is that of the second run.  Returns 0 if it
 * is that of neither run. */
static int set_bit(const struct search *q, size_t i, const char *text,
		   uint64_t *mask)
{
	if (!strcmp(text, q->list[i].b))
		*mask |= (uint64_t)1 << i;
	else if (strcmp(text, q->list[i].a) != 0)
		return 0;
	return 1;
}

/* Returns 1 if J is at a corner, and sets its mask. */
static int is_corner(const struct search *q, const struct json *j,
		     uint64_t *mask)
{
	const char *key;
	size_t same = 0;

	*mask = 0;
	for (size_t i = 0; (key = json_key(j, i)); i++) {
		const char *text = json_str(j, key);
		size_t k = find_thing(q, key);
		const char *both = json_str(q->all[0], key);

		if (k < q->n ? !set_bit(q, k, text, mask) :
			       !both || strcmp(both, text) != 0)
			return 0;
		same += k == q->n;
	}
	for (size_t i = 0; i < q->n; i++)
		if (!json_str(j, q->list[i].name) && !set_bit(q, i, "", mask))
			return 0;
	/* It has all that both runs have. */
	for (size_t i = 0; (key = json_key(q->all[0], i)); i++)
		same -= find_thing(q, key) == q->n;
	return same == 0;
}

static void add_corner(struct search *q, const char *id, const char *value,
		       uint64_t mask)
{
	struct corner *c;

	for (size_t i = 0; i < q->ncorners; i++) {
		c = &q->corners[i];
		if (c->mask != mask)
			continue;
		if (strcmp(c->value, value) != 0 && !q->to->unsteady[0]) {
			q->to->unsteady[0] = mem_str(c->id);
			q->to->unsteady[1] = mem_str(id);
		}
		return;
	}
	q->corners = mem_grow(q->corners, q->ncorners + 1, sizeof *q->corners);
	c = &q->corners[q->ncorners++];
	*c = (struct corner){ mem_str(id), mem_str(value), mask };
}

/* The settings in which both runs agree are compared first, since the rest
 * takes longer to read. */
static int is_near(const struct search *q, const struct json *start)
{
	const struct json *a = json_get(q->runs[0].run->start, "settings");
	const struct json *b = json_get(start, "settings");
	const char *key;

	for (size_t i = 0; a && b && (key = json_key(a, i)); i++) {
		const char *x = json_str(a, key), *y = json_str(b, key);

		if (x && y && strcmp(x, y) != 0 && find_thing(q, key) == q->n)
			return 0;
	}
	return 1;
}

static void look_at(struct search *q, const struct store *s, const char *id)
{
	struct json *start = NULL, *j;
	struct err ignored = { 0 };
	struct run r;
	struct diff_run of = { s, &r };
	const char *unknown;
	char *value;
	uint64_t mask;
	int near = run_record(s, id, "start.json", &start, &ignored) == 1 &&
		   is_near(q, start);

	json_free(start);
	if (!near || run_read(&r, s, id, &ignored) < 0)
		return;
	j = things_of(&of, &unknown);
	value = metric_of(&of, q->metric, NULL);
	if (!unknown && value && is_corner(q, j, &mask))
		add_corner(q, id, value, mask);
	free(value);
	json_free(j);
	run_release(&r);
}

static int find_corners(struct search *q, struct err *err)
{
	const struct store *s = q->runs[0].store;
	const char *tool = json_str(q->runs[0].run->start, "tool");
	uint64_t all = q->n == 64 ? UINT64_MAX : ((uint64_t)1 << q->n) - 1;
	struct index x;

	add_corner(q, q->runs[0].run->id, q->to->value[0], 0);
	add_corner(q, q->runs[1].run->id, q->to->value[1], all);
	if (index_read(&x, s, err) < 0)
		return -1;
	for (size_t i = 0; i < x.n; i++)
		if (tool && !strcmp(x.at[i].tool, tool) &&
		    strcmp(x.at[i].id, q->runs[0].run->id) != 0 &&
		    strcmp(x.at[i].id, q->runs[1].run->id) != 0 &&
		    (!strcmp(x.at[i].state, "done") ||
		     !strcmp(x.at[i].state, "no")))
			look_at(q, s, x.at[i].id);
	index_release(&x);
	return 0;
}

/* Sets the cell to a value: a long one by its digest. */
static void set_value(struct tsv *t, size_t row, int column, const char *text)
{
	struct buf b = { 0 };
	char hex[DIGEST_HEX + 1];
	struct digest d;

	if (*text == '{' || strlen(text) > 64) {
		digest_of(&d, text, strlen(text));
		buf_printf(&b, "%.12s", digest_hex(hex, &d));
	} else {
		buf_visible(&b, text);
	}
	tsv_set(t, row, column, buf_text(&b));
	buf_release(&b);
}

enum { THING, A, B, FROM, TO, VALUE_FROM, VALUE_TO, DIFFERENCE, COMMAND };

static size_t add_row(struct tsv *t, const struct thing *g)
{
	size_t row = tsv_add_row(t);

	tsv_set(t, row, THING, g->name);
	set_value(t, row, A, g->a);
	set_value(t, row, B, g->b);
	for (int i = FROM; i <= COMMAND; i++)
		tsv_set(t, row, i, "");
	return row;
}

static void add_pair(struct tsv *t, const struct thing *g,
		     const struct corner *from, const struct corner *to)
{
	size_t row = add_row(t, g);
	char text[NUM_MAX];
	double x, y;

	tsv_set(t, row, FROM, from->id);
	tsv_set(t, row, TO, to->id);
	tsv_set(t, row, VALUE_FROM, from->value);
	tsv_set(t, row, VALUE_TO, to->value);
	if (num_real(&x, from->value) == 0 && num_real(&y, to->value) == 0)
		tsv_set(t, row, DIFFERENCE, num_text(text, y - x));
}

/* Adds the pairs of runs that differ in thing I alone.  Returns their number.
 */
static size_t add_pairs(const struct search *q, struct tsv *t, size_t i)
{
	uint64_t bit = (uint64_t)1 << i;
	size_t n = 0;

	for (size_t k = 0; k < q->ncorners; k++)
		for (size_t m = 0; m < q->ncorners; m++) {
			const struct corner *a = &q->corners[k];
			const struct corner *b = &q->corners[m];

			if (a->mask & bit || (a->mask | bit) != b->mask)
				continue;
			add_pair(t, &q->list[i], a, b);
			n++;
		}
	return n;
}

static int is_place(const struct thing *g)
{
	return !strcmp(g->name, "environment") || !strcmp(g->name, "machine") ||
	       !strcmp(g->name, "code");
}

static void add_set(struct buf *to, const struct thing *g, int later)
{
	char *pair = mem_printf("%s=%s", g->name, later ? g->a : g->b);

	buf_str(to, " --set ");
	sh_quote(to, pair);
	free(pair);
}

/* Appends a command that makes a run that shows thing I, if there is one.  It
 * starts from the later run, which is more likely to have been made by what is
 * here now.  If I is no setting, all others must be. */
static void add_command(const struct search *q, size_t i, struct buf *to)
{
	const struct run *const r[] = { q->runs[0].run, q->runs[1].run };
	int later = strcmp(r[0]->id, r[1]->id) < 0;
	const struct thing *g = &q->list[i];

	if (!g->is_setting && is_place(g))
		return;
	for (size_t k = 0; !g->is_setting && k < q->n; k++)
		if (k != i && !q->list[k].is_setting)
			return;
	buf_str(to, "xp-log rerun");
	for (size_t k = 0; k < q->n; k++)
		if (g->is_setting ? k == i : k != i)
			add_set(to, &q->list[k], later);
	buf_printf(to, " %s", r[later]->id);
}

static void report(struct search *q, struct tsv *t)
{
	int none = q->to->unsteady[0] || q->to->unknown;

	for (size_t i = 0; i < q->n; i++) {
		struct buf b = { 0 };

		if (!none && add_pairs(q, t, i)) {
			q->to->shown++;
			continue;
		}
		if (!none)
			add_command(q, i, &b);
		tsv_set(t, add_row(t, &q->list[i]), COMMAND, buf_text(&b));
		buf_release(&b);
	}
}

static void add_columns(struct tsv *t, const char *metric)
{
	static const char *const names[] = { "thing", "a",	    "b",
					     "from",  "to",	    "%s.from",
					     "%s.to", "difference", "command" };

	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		char *name = *names[i] == '%' ?
				     mem_printf("%s%s", metric, names[i] + 2) :
				     mem_str(names[i]);

		tsv_add_column(t, name);
		free(name);
	}
}

/* Finds the two runs that made the data that differ. */
static void find_makers(struct search *q)
{
	struct json *j = json_new();
	const struct json *first, *runs;

	diff_group(j, q->runs, 2, NULL);
	diff_origin(j, q->runs, 2, json_get(j, "data"));
	first = json_get(j, "made_from");
	runs = first && json_len(first) ? json_get(json_at(first, 0), "runs") :
					  NULL;
	for (size_t i = 0; runs && i < 2 && i < json_len(runs); i++)
		q->to->made_by[i] = mem_str(json_str(json_at(runs, i), "id"));
	json_free(j);
}

static int search(struct search *q, struct tsv *t, struct err *err)
{
	const char *unknown[2];
	int rc = take_metric(q, 0, err);

	if (!rc)
		rc = take_metric(q, 1, err);
	if (rc)
		return -1;
	for (int i = 0; i < 2; i++) {
		q->all[i] = things_of(&q->runs[i], &unknown[i]);
		if (unknown[i] && !q->to->unknown)
			q->to->unknown = mem_printf("the %s of run %s",
						    unknown[i],
						    q->runs[i].run->id);
	}
	if (is_foreign(q->runs[0].run))
		q->to->foreign =
			mem_str(json_str(q->runs[0].run->start, "tool"));
	if (find_things(q, err) < 0 || find_corners(q, err) < 0)
		return -1;
	q->to->things = q->n;
	if (find_thing(q, "data") < q->n)
		find_makers(q);
	add_columns(t, q->metric);
	report(q, t);
	return 0;
}

int diff_why(struct diff_why *w, struct tsv *to, const struct diff_run *runs,
	     const char *metric, struct err *err)
{
	struct search q = { .runs = runs, .metric = metric, .to = w };
	int rc;

	memset(w, 0, sizeof *w);
	rc = search(&q, to, err);
	for (size_t i = 0; i < q.n; i++) {
		free(q.list[i].name);
		free(q.list[i].a);
		free(q.list[i].b);
	}
	for (size_t i = 0; i < q.ncorners; i++) {
		free(q.corners[i].id);
		free(q.corners[i].value);
	}
	free(q.corners);
	json_free(q.all[0]);
	json_free(q.all[1]);
	return rc;
}

void diff_why_release(struct diff_why *w)
{
	for (int i = 0; i < 2; i++) {
		free(w->value[i]);
		free(w->unsteady[i]);
		free(w->made_by[i]);
	}
	free(w->unknown);
	free(w->foreign);
	memset(w, 0, sizeof *w);
}
