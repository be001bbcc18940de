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
#include "file/tsv.h"
#include "diff/diff_list.h"
#include "store/object.h"

#define MAX_TABLE ((size_t)64 << 20)

/* A table: the cells of each line.  Columns have numbers, -1 is none. */
struct cells {
	struct strs *row;
	size_t n;
};

static void release_cells(struct cells *g)
{
	for (size_t i = 0; i < g->n; i++)
		strs_release(&g->row[i]);
	free(g->row);
}

/* Parses TEXT as a table.  Returns 0 unless every row is as long as the
 * header. */
static int parse_cells(struct cells *g, char *text)
{
	struct strs lines = { 0 };
	int good = 1;

	strs_split(&lines, text, '\n');
	g->row = mem_zero(lines.n, sizeof(*g->row));
	for (g->n = 0; good && g->n < lines.n; g->n++) {
		strs_split(&g->row[g->n], lines.at[g->n], '\t');
		good = g->row[g->n].n == g->row[0].n;
	}
	strs_release(&lines);
	return good && g->n > 1 && g->row[0].n > 1;
}

static int column(const struct cells *g, const char *name)
{
	for (size_t i = 0; i < g->row[0].n; i++)
		if (!strcmp(g->row[0].at[i], name))
			return (int)i;
	return -1;
}

static const char *cell(const struct cells *g, size_t row, int column)
{
	return column < 0 ? "" : g->row[row].at[column];
}

/* Returns the step whose weights a training keeps: the first with the least
 * validation loss.  Returns NAN if the table has no validation loss or no
 * steps. */
static double kept_step(const struct cells *g)
{
	int step = column(g, "step"), split = column(g, "split");
	int metric = column(g, "metric"), value = column(g, "value");
	double best = INFINITY, at = NAN, x, number;

	for (size_t i = 1; i < g->n; i++)
		if (!strcmp(cell(g, i, split), "val") &&
		    !strcmp(cell(g, i, metric), "loss") &&
		    num_real(&x, cell(g, i, value)) == 0 && x < best &&
		    num_real(&number, cell(g, i, step)) == 0) {
			best = x;
			at = number;
		}
	return at;
}

/* Later rows replace earlier ones, up to the step whose weights are kept. */
static void add_long(struct json *to, const struct cells *g)
{
	int split = column(g, "split"), metric = column(g, "metric");
	int value = column(g, "value"), step = column(g, "step");
	double kept = kept_step(g), at;
	char text[NUM_MAX];

	for (size_t i = 1; i < g->n; i++) {
		const char *s = cell(g, i, split);
		char *name;

		if (num_real(&at, cell(g, i, step)) == 0 && at > kept)
			continue;
		name = mem_printf("%s%s%s", s, *s ? " " : "",
				  cell(g, i, metric));
		json_set_str(to, name, cell(g, i, value));
		free(name);
	}
	if (!isnan(kept))
		json_set_str(to, "step", num_text(text, kept));
}

static void add_wide(struct json *to, const struct cells *g)
{
	static const char *const keys[] = { "split", "method" };
	int id = column(g, "id");
	double x;

	for (size_t i = 1; i < g->n; i++) {
		struct buf of = { 0 };

		if (strcmp(cell(g, i, id), "*"))
			continue;
		for (size_t k = 0; k < 2; k++) {
			const char *t = cell(g, i, column(g, keys[k]));

			buf_printf(&of, "%s%s", t, *t ? " " : "");
		}
		for (size_t k = 0; k < g->row[0].n; k++) {
			const char *t = g->row[i].at[k];
			char *name = mem_printf("%s%s", buf_text(&of),
						g->row[0].at[k]);

			if ((int)k != id && num_real(&x, t) == 0)
				json_set_str(to, name, t);
			free(name);
		}
		buf_release(&of);
	}
}

static void add_table(struct json *to, char *text)
{
	struct cells g = { 0 };

	if (parse_cells(&g, text)) {
		if (column(&g, "metric") >= 0 && column(&g, "value") >= 0)
			add_long(to, &g);
		else if (column(&g, "id") >= 0)
			add_wide(to, &g);
	}
	release_cells(&g);
}

struct json *diff_metrics_of(const struct store *s, const struct run *r)
{
	struct json *j = json_new();

	for (size_t i = 0; i < r->outputs.n; i++) {
		const struct digest *d = &r->outputs.list[i].digest;
		struct buf b = { 0 };
		struct err ignored;

		if (object_has(s, d) && object_get(s, d, &b, &ignored) == 0 &&
		    b.len && b.len <= MAX_TABLE && !memchr(b.data, 0, b.len) &&
		    b.data[b.len - 1] == '\n') {
			b.data[b.len - 1] = '\0';
			add_table(j, b.data);
		}
		buf_release(&b);
	}
	return j;
}

static void add_figure(struct json *list, const char *name, const char *a,
		       const char *b)
{
	struct json *j;
	char text[NUM_MAX];
	double x, y;

	if (a && b && !strcmp(a, b))
		return;
	j = json_new();
	json_set_str(j, "name", name);
	json_set_str(j, "a", a);
	json_set_str(j, "b", b);
	if (a && b && num_real(&x, a) == 0 && num_real(&y, b) == 0)
		json_set_str(j, "difference", num_text(text, y - x));
	json_add(list, j);
}

void diff_metrics(struct json *to, const struct store *s, const struct run *a,
		  const struct run *b)
{
	struct json *x = diff_metrics_of(s, a), *y = diff_metrics_of(s, b);
	struct json *list = json_new_list();
	const char *key;

	for (size_t i = 0; (key = json_key(x, i)); i++)
		add_figure(list, key, json_str(x, key), json_str(y, key));
	for (size_t i = 0; (key = json_key(y, i)); i++)
		if (!json_str(x, key))
			add_figure(list, key, NULL, json_str(y, key));
	json_free(x);
	json_free(y);
	diff_list_set(to, "metrics", list);
}
