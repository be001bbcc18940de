/*
 * diff_metrics.c - see diff_metrics.h.
 *
 * Two kinds of table have metrics.  One has columns `metric` and `value`: for
 * each metric and split the row counts that belongs to the step whose weights
 * are kept or, if there is none, the last row before that step.  The other is
 * a table of scores: its rows with id "*" count, which are over a whole set.
 */
#include "diff/diff_metrics.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/num.h"
#include "diff/table_cells.h"

/* A table of one value a row, and its columns. */
struct value_table {
	const struct table_cells *cells;
	int step, split, metric, value;
};

static const char *at(const struct value_table *t, size_t row, int column)
{
	return table_cells_get(t->cells, row, column);
}

/* The split that weights are chosen by: only validations compare with the
 * mean. */
static const char *validated_split(const struct value_table *t)
{
	for (size_t i = 1; i < t->cells->n; i++)
		if (!strcmp(at(t, i, t->metric), "loss_mean"))
			return at(t, i, t->split);
	return "val";
}

/* Returns the step whose weights a training keeps: the first with the least
 * validation loss.  Returns NAN if the table has no validation loss or no
 * steps. */
static double kept_step(const struct value_table *t)
{
	const char *split = validated_split(t);
	double best = INFINITY, kept = NAN, x, step;

	for (size_t i = 1; i < t->cells->n; i++)
		if (!strcmp(at(t, i, t->split), split) &&
		    !strcmp(at(t, i, t->metric), "loss") &&
		    num_real(&x, at(t, i, t->value)) == 0 && x < best &&
		    num_real(&step, at(t, i, t->step)) == 0) {
			best = x;
			kept = step;
		}
	return kept;
}

struct found_metrics {
	struct json *to;
	double kept;  /* step that they belong to; NAN: none is preferred */
	int has_step; /* 1: add it, since the run has its weights */
};

/* Later rows replace earlier ones, up to the step whose weights are kept. */
static void add_long(struct found_metrics *f, const struct table_cells *g)
{
	struct json *to = f->to;
	const struct value_table t = {
		g,
		table_cells_column(g, "step"),
		table_cells_column(g, "split"),
		table_cells_column(g, "metric"),
		table_cells_column(g, "value"),
	};
	double kept = kept_step(&t), step;
	char text[NUM_MAX];

	for (size_t i = 1; i < g->n; i++) {
		const char *split = at(&t, i, t.split);
		char *name;

		if (num_real(&step, at(&t, i, t.step)) == 0 && step > kept)
			continue;
		name = mem_printf("%s%s%s", split, *split ? " " : "",
				  at(&t, i, t.metric));
		json_set_str(to, name, at(&t, i, t.value));
		free(name);
	}
	if (!isnan(kept))
		f->kept = kept;
	if (!isnan(kept) && f->has_step)
		json_set_str(to, "step", num_text(text, kept));
}

/* A figure of one channel of the targets ends in ".c1", as losses do. */
static void add_wide(struct json *to, const struct table_cells *g)
{
	static const char *const keys[] = { "split", "method" };
	int id = table_cells_column(g, "id");
	int channel = table_cells_column(g, "channel");
	double x;

	for (size_t i = 1; i < g->n; i++) {
		const char *one = table_cells_get(g, i, channel);
		struct buf of = { 0 };

		if (strcmp(table_cells_get(g, i, id), "*"))
			continue;
		if (!strcmp(one, "*"))
			one = "";
		for (size_t k = 0; k < 2; k++) {
			int column = table_cells_column(g, keys[k]);
			const char *t = table_cells_get(g, i, column);

			buf_printf(&of, "%s%s", t, *t ? " " : "");
		}
		for (size_t k = 0; k < g->row[0].n; k++) {
			const char *t = g->row[i].at[k];
			char *name = mem_printf("%s%s%s%s", buf_text(&of),
						g->row[0].at[k],
						*one ? ".c" : "", one);

			if ((int)k != id && (int)k != channel &&
			    num_real(&x, t) == 0)
				json_set_str(to, name, t);
			free(name);
		}
		buf_release(&of);
	}
}

static void add_table(void *arg, const struct table_cells *g)
{
	struct found_metrics *f = arg;

	if (table_cells_column(g, "metric") >= 0 &&
	    table_cells_column(g, "value") >= 0)
		add_long(f, g);
	else if (table_cells_column(g, "id") >= 0)
		add_wide(f->to, g);
}

struct json *diff_metrics_at(const struct store *s, const struct run *r,
			     double *step)
{
	const char *tool = r->start ? json_str(r->start, "tool") : NULL;
	struct found_metrics f = {
		.to = json_new(),
		.kept = NAN,
		.has_step = tool && !strcmp(tool, "xp-train"),
	};

	table_cells_each(s, r, add_table, &f);
	*step = f.kept;
	return f.to;
}

struct json *diff_metrics_of(const struct store *s, const struct run *r)
{
	double ignored;

	return diff_metrics_at(s, r, &ignored);
}

int diff_metrics_means(const char *asked, const char *name)
{
	static const char model[] = ".model.";
	const char *at = strstr(name, model);
	size_t n = at ? (size_t)(at - name) : 0;

	return !strcmp(asked, name) ||
	       (at && !strncmp(asked, name, n) && asked[n] == '.' &&
		!strcmp(asked + n + 1, at + strlen(model)));
}

const char *diff_metrics_get(const struct json *metrics, const char *asked)
{
	const char *value = json_str(metrics, asked), *key;

	for (size_t i = 0; !value && (key = json_key(metrics, i)); i++)
		if (diff_metrics_means(asked, key))
			value = json_str(metrics, key);
	return value;
}

/* Keep TEXT as FUNCTION of NAME if it is to be: as the first one, or if it is
 * beyond the one that is kept in the direction of SIGN (0: always). */
static void keep(struct json *to, const char *function, const char *name,
		 const char *text, int sign)
{
	char *key = mem_printf("%s(%s)", function, name);
	const char *was = json_str(to, key);
	double x, y;

	if (!was || !sign ||
	    (num_real(&x, text) == 0 && num_real(&y, was) == 0 &&
	     (x - y) * sign > 0))
		json_set_str(to, key, text);
	free(key);
}

static void add_ranges(void *arg, const struct table_cells *g)
{
	int split = table_cells_column(g, "split");
	int metric = table_cells_column(g, "metric");
	int value = table_cells_column(g, "value");
	struct json *to = arg;

	for (size_t i = 1; metric >= 0 && value >= 0 && i < g->n; i++) {
		const char *s = table_cells_get(g, i, split);
		const char *text = table_cells_get(g, i, value);
		char *name = mem_printf("%s%s%s", s, *s ? " " : "",
					table_cells_get(g, i, metric));
		char *first = mem_printf("first(%s)", name);

		if (!json_str(to, first))
			json_set_str(to, first, text);
		keep(to, "min", name, text, -1);
		keep(to, "max", name, text, 1);
		keep(to, "last", name, text, 0);
		free(first);
		free(name);
	}
}

struct json *diff_metrics_ranges(const struct store *s, const struct run *r)
{
	struct json *j = json_new();

	table_cells_each(s, r, add_ranges, j);
	return j;
}

/* The value of NAME in each run; nothing when all are the same. */
static void add_figure(struct json *list, const struct diff_run *runs,
		       struct json *const *of, size_t n, const char *name)
{
	const char *a = json_str(of[0], name), *b = json_str(of[n - 1], name);
	struct json *j = json_new(), *values = json_new();
	char text[NUM_MAX];
	int same = 1;
	double x, y;

	for (size_t i = 0; i < n; i++) {
		const char *t = json_str(of[i], name);

		same &= a && t && !strcmp(a, t);
		json_set_str(values, runs[i].run->id, t);
	}
	json_set_str(j, "name", name);
	json_set(j, "values", values);
	if (n == 2 && a && b && num_real(&x, a) == 0 && num_real(&y, b) == 0)
		json_set_str(j, "difference", num_text(text, y - x));
	if (same)
		json_free(j);
	else
		json_add(list, j);
}

void diff_metrics(struct json *to, const struct diff_run *runs, size_t n)
{
	struct json **of = mem_zero(n, sizeof(*of)), *names = json_new();
	struct json *list = json_new_list();
	const char *key;

	for (size_t i = 0; i < n; i++) {
		of[i] = diff_metrics_of(runs[i].store, runs[i].run);
		for (size_t k = 0; (key = json_key(of[i], k)); k++)
			json_set_str(names, key, "");
	}
	for (size_t k = 0; (key = json_key(names, k)); k++)
		add_figure(list, runs, of, n, key);
	for (size_t i = 0; i < n; i++)
		json_free(of[i]);
	free(of);
	json_free(names);
	json_set_list(to, "metrics", list);
}

/* Returns the loss that a training minimised, as text that the caller frees; or
 * NULL if START is of no training. */
static char *loss_of(const struct json *start)
{
	const struct json *all = start ? json_get(start, "all_settings") : NULL;
	const char *tool = start ? json_str(start, "tool") : NULL;
	const char *loss = all ? json_str(all, "loss") : NULL;
	const char *weight = all ? json_str(all, "foreground-weight") : NULL;

	if (!tool || strcmp(tool, "xp-train") || !loss)
		return NULL;
	if (!weight || !strcmp(weight, "1"))
		return mem_str(loss);
	return mem_printf("%s with --foreground-weight=%s", loss, weight);
}

void diff_metrics_warn(struct messages *m, const struct json *const *start,
		       const char *const *name, size_t n)
{
	char *first = NULL, *other = NULL;
	size_t of = 0;

	for (size_t i = 0; i < n && !other; i++) {
		char *loss = loss_of(start[i]);

		if (loss && !first) {
			first = loss;
			of = i;
		} else if (loss && strcmp(loss, first)) {
			other = loss;
			messages_warn(m,
				      "losses are not the same quantity: run "
				      "%s minimised %s, run %s minimised %s; "
				      "compare the scores of xp-eval",
				      name[of], first, name[i], loss);
		} else {
			free(loss);
		}
	}
	free(first);
	free(other);
}
