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

static int is_known(const char *name, struct json *const *facts, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (diff_metrics_get(facts[i], name))
			return 1;
	return 0;
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

		if (from < 0 && !is_known(name, f, list->rows) && list->rows) {
			rc = unknown(name, &names, err);
			break;
		}
		column = tsv_add_column(to, name);
		for (size_t i = 0; i < list->rows; i++) {
			const char *text = from < 0 ? diff_metrics_get(f[i],
								       name) :
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
	return diff_metrics_get(r->facts[r->row], buf_text(&r->key));
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

/* --- groups --------------------------------------------------------------- */

/* Returns the digest, in hex, of what the runs of a group have in common; the
 * caller frees it. */
static char *group_of(const struct store *s, const char *id, const char *state)
{
	struct json *start = NULL, *key = json_new(), *settings = json_new();
	const struct json *from = NULL;
	char hex[DIGEST_HEX + 1];
	struct buf b = { 0 };
	struct err ignored;
	struct digest d;

	/* A run whose record is damaged is a group of its own.  Those that did
	 * not come to their end have no scores that could be in a mean. */
	json_set_str(key, "id", id);
	json_set_int(key, "ended",
		     !state || !strcmp(state, "done") || !strcmp(state, "no"));
	if (run_record(s, id, "start.json", &start, &ignored) == 1) {
		json_set_str(key, "id", "");
		json_set_str(key, "tool", json_str(start, "tool"));
		json_set_str(key, "version", json_str(start, "version"));
		from = json_get(start, "operands");
		json_set(key, "operands", from ? json_clone(from) : NULL);
		from = json_get(start, "settings");
	}
	for (size_t i = 0; from && json_key(from, i); i++)
		if (strcmp(json_key(from, i), "seed"))
			json_set(settings, json_key(from, i),
				 json_clone(json_get(from, json_key(from, i))));
	json_set(key, "settings", settings);
	json_write(key, &b);
	json_free(key);
	json_free(start);
	digest_of(&d, buf_text(&b), b.len);
	buf_release(&b);
	return mem_str(digest_hex(hex, &d));
}

struct group_cell {
	const char *text; /* of all runs, or of the last; NULL: they differ */
	size_t n, numbers;
	double sum, squares; /* of the numbers less the first one */
	double first;
};

static void add_cell(struct group_cell *c, const char *text, int keeps_last)
{
	double x;

	if (!c->n++ || keeps_last)
		c->text = text;
	else if (c->text && strcmp(c->text, text))
		c->text = NULL;
	if (num_real(&x, text) < 0 || !isfinite(x))
		return;
	if (!c->numbers++)
		c->first = x;
	c->sum += x - c->first;
	c->squares += (x - c->first) * (x - c->first);
}

static double spread(const struct group_cell *c)
{
	double n = (double)c->numbers;

	return sqrt(fmax((c->squares - c->sum * c->sum / n) / (n - 1), 0));
}

/* Writes the cell of column K, and of the column after it if there is one for
 * the deviations. */
static void set_cell(struct tsv *to, size_t row, int at, int has_spread,
		     const struct group_cell *c)
{
	int is_mean = !c->text && c->n && c->numbers == c->n;

	if (c->text)
		tsv_set(to, row, at, c->text);
	else if (is_mean)
		tsv_set_real(to, row, at, c->first + c->sum / (double)c->n);
	if (is_mean && has_spread)
		tsv_set_real(to, row, at + 1, spread(c));
}

/* CELL has a row of cells for each group. */
static void write_groups(struct tsv *to, const struct tsv *shown, size_t groups,
			 const size_t *runs, const struct group_cell *cell)
{
	int *at = mem_zero(shown->columns + 1, sizeof *at);
	int *has_spread = mem_zero(shown->columns + 1, sizeof *has_spread);

	tsv_add_column(to, "runs");
	for (size_t k = 0; k < shown->columns; k++) {
		char *name = mem_printf("%s.sd", shown->column[k]);

		at[k] = tsv_add_column(to, shown->column[k]);
		for (size_t g = 0; g < groups; g++) {
			const struct group_cell *c =
				&cell[g * shown->columns + k];

			has_spread[k] |= !c->text && c->numbers == c->n;
		}
		if (has_spread[k])
			tsv_add_column(to, name);
		free(name);
	}
	for (size_t g = 0; g < groups; g++) {
		size_t row = tsv_add_row(to);

		tsv_set_int(to, row, 0, (long long)runs[g]);
		for (size_t k = 0; k < shown->columns; k++)
			set_cell(to, row, at[k], has_spread[k],
				 &cell[g * shown->columns + k]);
	}
	free(at);
	free(has_spread);
}

void run_columns_group(struct tsv *to, const struct tsv *shown,
		       const struct tsv *list, const struct store *s)
{
	int id = tsv_column(list, "id"), state = tsv_column(list, "state");
	struct group_cell *cell = mem_zero(shown->rows * shown->columns + 1,
					   sizeof *cell);
	size_t *runs = mem_zero(shown->rows + 1, sizeof *runs), n = 0;
	struct strs keys = { 0 };

	for (size_t i = 0; i < shown->rows; i++) {
		char *key = group_of(s, tsv_get(list, i, id),
				     state < 0 ? NULL :
						 tsv_get(list, i, state));
		size_t g = 0;

		while (g < n && strcmp(keys.at[g], key))
			g++;
		if (g == n) {
			strs_add(&keys, key);
			n++;
		}
		free(key);
		runs[g]++;
		for (size_t k = 0; k < shown->columns; k++)
			add_cell(&cell[g * shown->columns + k],
				 tsv_get(shown, i, (int)k),
				 !strcmp(shown->column[k], "id") ||
					 !strcmp(shown->column[k], "time"));
	}
	write_groups(to, shown, n, runs, cell);
	strs_release(&keys);
	free(cell);
	free(runs);
}
