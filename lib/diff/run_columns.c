/* run_columns.c - see run_columns.h. */
#include "diff/run_columns.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/num.h"
#include "diff/diff_metrics.h"
#include "run/run.h"

/* Copy FROM into TO, with dots instead of blanks in the names. */
static void copy_dotted(struct json *to, const struct json *from)
{
	const char *key;

	for (size_t i = 0; (key = json_key(from, i)); i++) {
		char *name = mem_str(key);

		for (char *c = name; *c; c++)
			*c = (char)(*c == ' ' ? '.' : *c);
		json_set_str(to, name, json_str(from, key));
		free(name);
	}
}

/* A list with blanks between its items. */
static void copy_setting(struct json *to, const char *key,
			 const struct json *value)
{
	struct buf text = { 0 };

	if (json_text(value))
		buf_str(&text, json_text(value));
	for (size_t k = 0; json_is_list(value) && k < json_len(value); k++)
		buf_printf(&text, "%s%s", k ? " " : "",
			   json_text(json_at(value, k)));
	json_set_str(to, key, buf_text(&text));
	buf_release(&text);
}

/* Settings and metrics of one run, by name; with RANGES also min(...) and the
 * like. */
static struct json *facts(const struct store *s, const char *id, int ranges)
{
	struct json *j = json_new(), *figures;
	const struct json *settings;
	struct err ignored = { 0 };
	const char *key;
	struct run r;

	if (run_read(&r, s, id, &ignored) < 0)
		return j; /* a damaged record hides only its own run */
	figures = diff_metrics_of(s, &r);
	copy_dotted(j, figures);
	json_free(figures);
	if (ranges) {
		figures = diff_metrics_ranges(s, &r);
		copy_dotted(j, figures);
		json_free(figures);
	}
	settings = json_get(r.start, "all_settings");
	for (size_t i = 0; settings && (key = json_key(settings, i)); i++)
		copy_setting(j, key, json_get(settings, key));
	run_release(&r);
	return j;
}

static struct json **all_facts(const struct tsv *list, const struct store *s,
			       int ranges)
{
	struct json **to = mem_zero(list->rows + 1, sizeof(*to));
	int id = tsv_column(list, "id");

	for (size_t i = 0; i < list->rows; i++)
		to[i] = facts(s, tsv_get(list, i, id), ranges);
	return to;
}

static void free_facts(struct json **f, size_t n)
{
	for (size_t i = 0; i < n; i++)
		json_free(f[i]);
	free(f);
}

/* Adds the names that any of the runs has, without min(...) and the like. */
static void add_names(struct strs *names, struct json *const *f, size_t n)
{
	const char *key;

	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; (key = json_key(f[i], k)); k++)
			if (!strchr(key, '(') && !strs_has(names, key))
				strs_add(names, key);
	strs_sort(names);
}

static int unknown(const char *column, const struct strs *names,
		   struct err *err)
{
	struct buf b = { 0 };

	for (size_t i = 0; i < names->n; i++)
		buf_printf(&b, "%s%s", i ? ", " : "", names->at[i]);
	err_usage(
		err,
		"none of these runs has a setting or metric '%s'; they have %s",
		column, names->n ? buf_text(&b) : "none at all");
	buf_release(&b);
	return -1;
}

/* A cell of a table must not contain a tab or a newline. */
static void set_text(struct tsv *t, size_t row, int column, const char *text)
{
	struct buf b = { 0 };

	buf_visible(&b, text);
	for (size_t i = 0; i < b.len; i++)
		if (b.data[i] == '\t' || b.data[i] == '\n')
			b.data[i] = ' ';
	tsv_set(t, row, column, buf_text(&b));
	buf_release(&b);
}

int run_columns(struct tsv *to, const struct tsv *list, const struct store *s,
		const struct strs *columns, struct err *err)
{
	struct json **f = NULL;
	struct strs names = { 0 };
	int rc = 0;

	/* Reads the records only if a column needs them. */
	for (size_t k = 0; !f && k < columns->n; k++)
		if (tsv_column(list, columns->at[k]) < 0)
			f = all_facts(list, s, 0);
	if (f)
		add_names(&names, f, list->rows);
	for (size_t i = 0; i < list->rows; i++)
		tsv_add_row(to);
	for (size_t k = 0; !rc && k < columns->n; k++) {
		const char *name = columns->at[k];
		int from = tsv_column(list, name), column;

		if (from < 0 && !strs_has(&names, name) && list->rows) {
			rc = unknown(name, &names, err);
			break;
		}
		column = tsv_add_column(to, name);
		for (size_t i = 0; i < list->rows; i++) {
			const char *text = from < 0 ? json_str(f[i], name) :
						      tsv_get(list, i, from);

			set_text(to, i, column, text ? text : "");
		}
	}
	strs_release(&names);
	free_facts(f, f ? list->rows : 0);
	return rc;
}

/* One run, as a condition asks for it. */
struct filter_row {
	const struct tsv *list;
	struct json *const *facts; /* NULL: not needed */
	size_t row;
	struct buf key;
};

/* "tag" is a column, too. */
static int list_column(const struct tsv *list, const char *function,
		       const char *name)
{
	return function ? -1 :
			  tsv_column(list, strcmp(name, "tag") ? name : "tags");
}

static const char *value_of(void *arg, const char *function, const char *name)
{
	struct filter_row *r = arg;
	int column = list_column(r->list, function, name);

	if (column >= 0)
		return tsv_get(r->list, r->row, column);
	buf_clear(&r->key);
	buf_printf(&r->key, function ? "%s(%s)" : "%s%s",
		   function ? function : "", name);
	return json_str(r->facts[r->row], buf_text(&r->key));
}

struct filter_names { /* what a condition asks for */
	const struct tsv *list;
	struct strs asked;
};

static void note_name(void *arg, const char *function, const char *name)
{
	struct filter_names *n = arg;

	if (list_column(n->list, function, name) < 0)
		strs_take(&n->asked,
			  function ? mem_printf("%s(%s)", function, name) :
				     mem_str(name));
}

static int is_known(const char *name, struct json *const *facts, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (json_str(facts[i], name))
			return 1;
	return 0;
}

/* Each name must be known, or a slip of the pen would hide all runs. */
static int check_names(const struct filter_names *n, struct json *const *facts,
		       struct err *err)
{
	struct strs names = { 0 };
	int rc = 0;

	add_names(&names, facts, n->list->rows);
	for (size_t i = 0; !rc && n->list->rows && i < n->asked.n; i++)
		if (!is_known(n->asked.at[i], facts, n->list->rows))
			rc = unknown(n->asked.at[i], &names, err);
	strs_release(&names);
	return rc;
}

int run_columns_select(struct tsv *list, const struct store *s,
		       const struct run_filter *f, struct err *err)
{
	struct filter_names asked = { .list = list };
	struct filter_row r = { .list = list };
	struct json **known = NULL;
	size_t kept = 0, rows = list->rows;
	int rc = 0;

	run_filter_names(f, note_name, &asked);
	if (asked.asked.n) {
		r.facts = known = all_facts(list, s, 1);
		rc = check_names(&asked, known, err);
	}
	for (; !rc && r.row < rows; r.row++) {
		if (run_filter_test(f, value_of, &r) != 1)
			continue;
		for (size_t k = 0; k < list->columns; k++) {
			char **to = &list->cell[kept * list->columns + k];
			char **from = &list->cell[r.row * list->columns + k];
			char *cell = *to;

			*to = *from;
			*from = cell;
		}
		kept++;
	}
	for (size_t i = kept * list->columns; !rc && i < rows * list->columns;
	     i++)
		free(list->cell[i]);
	if (!rc)
		list->rows = kept;
	free_facts(known, known ? rows : 0);
	strs_release(&asked.asked);
	buf_release(&r.key);
	return rc;
}

/* Returns 1 if the two values differ; NULL is no value. */
static int differ(const struct json *a, const struct json *b)
{
	struct buf x = { 0 }, y = { 0 };
	int yes = !a != !b;

	if (a && b) {
		json_write(a, &x);
		json_write(b, &y);
		yes = strcmp(x.data, y.data) != 0;
	}
	buf_release(&x);
	buf_release(&y);
	return yes;
}

static void add_differing(struct strs *to, const struct json *a,
			  const struct json *b)
{
	const char *key;

	for (size_t i = 0; a && (key = json_key(a, i)); i++)
		if (differ(json_get(a, key), b ? json_get(b, key) : NULL) &&
		    !strs_has(to, key))
			strs_add(to, key);
	for (size_t i = 0; b && (key = json_key(b, i)); i++)
		if ((!a || !json_get(a, key)) && !strs_has(to, key))
			strs_add(to, key);
}

void run_columns_varying(struct strs *to, const struct tsv *list,
			 const struct store *s)
{
	struct json *first = NULL, *start;
	int id = tsv_column(list, "id");
	struct err ignored = { 0 };

	for (size_t i = 0; i < list->rows; i++) {
		if (run_record(s, tsv_get(list, i, id), "start.json", &start,
			       &ignored) != 1)
			continue;
		if (!first) {
			first = start;
			continue;
		}
		add_differing(to, json_get(first, "all_settings"),
			      json_get(start, "all_settings"));
		json_free(start);
	}
	json_free(first);
	strs_sort(to);
}

struct sorted_row {
	size_t row;
	int kind; /* 0: a number, 1: text or NaN, 2: empty */
	double number;
	const char *text;
	int down; /* 1: in descending order */
};

static int by_cell(const void *a, const void *b)
{
	const struct sorted_row *x = a, *y = b;
	int order = 0;

	if (x->kind != y->kind)
		return x->kind - y->kind;
	if (x->kind == 0)
		order = (x->number > y->number) - (x->number < y->number);
	else if (x->kind == 1)
		order = strcmp(x->text, y->text);
	if (order)
		return x->down ? -order : order;
	return (x->row > y->row) - (x->row < y->row);
}

int run_columns_sort(struct tsv *t, const char *column, struct err *err)
{
	int down = *column == '-', from = tsv_column(t, column + down);
	struct sorted_row *r;
	char **cells;

	if (from < 0)
		return err_usage(err, "there is no column '%s' to sort by",
				 column + down);
	r = mem_zero(t->rows + 1, sizeof(*r));
	for (size_t i = 0; i < t->rows; i++) {
		r[i].row = i;
		r[i].down = down;
		r[i].text = tsv_get(t, i, from);
		r[i].kind = !*r[i].text ?
				    2 :
				    num_real(&r[i].number, r[i].text) < 0 ||
					    isnan(r[i].number);
	}
	if (t->rows)
		qsort(r, t->rows, sizeof(*r), by_cell);
	cells = mem_zero(t->rows * t->columns + 1, sizeof(*cells));
	for (size_t i = 0; i < t->rows; i++)
		memcpy(cells + i * t->columns, t->cell + r[i].row * t->columns,
		       t->columns * sizeof(*cells));
	memcpy(t->cell, cells, t->rows * t->columns * sizeof(*cells));
	free(cells);
	free(r);
	return 0;
}
