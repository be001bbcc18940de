/* diff_text.c - see diff_text.h. */
#include "diff/diff_text.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/num.h"
#include "base/strs.h"

#define SHOWN 20     /* items of a list that are printed; the record has all */
#define WIDE 30	     /* the most characters of a column */
#define LONG 100     /* characters of a value, at most */
#define LINES 200    /* of the patch of a file */
#define FEW_IMAGES 6 /* below, no ranks are as unlikely as 1 in 20 */

/* a, b, c ...: how runs are called in the tables. */
static void add_label(struct buf *to, size_t i)
{
	if (i < 26)
		buf_char(to, (char)('a' + i));
	else
		buf_printf(to, "%zu", i + 1);
}

static int is_digest(const char *text)
{
	return strlen(text) >= 40 &&
	       strspn(text, "0123456789abcdef") == strlen(text);
}

/* Words of A, such as the flags of a processor, that B does not have. */
static void add_words_only(struct buf *to, const char *a, const char *b)
{
	struct strs x = { 0 }, y = { 0 };

	strs_split(&x, a, ' ');
	strs_split(&y, b, ' ');
	buf_str(to, "...");
	for (size_t i = 0; i < x.n && to->len < LONG; i++)
		if (!strs_has(&y, x.at[i]))
			buf_printf(to, " %s", x.at[i]);
	strs_release(&x);
	strs_release(&y);
}

/* A value as people want it, BESIDE another one (NULL: several).  Of a digest
 * they need only the first digits. */
static char *shown_value(const char *text, const char *beside)
{
	struct buf b = { 0 };

	if (!text)
		buf_char(&b, '-');
	else if (is_digest(text))
		buf_printf(&b, "%.12s", text);
	else if (strlen(text) <= LONG)
		buf_str(&b, text);
	else if (beside)
		add_words_only(&b, text, beside);
	else
		buf_printf(&b, "%.*s...", LONG, text);
	return buf_detach(&b);
}

/* The cells of a list of {name, values}: N values and a name a row. */
struct grid {
	char **cell;
	size_t rows, columns;
};

static void fill(struct grid *g, const struct json *runs,
		 const struct json *list)
{
	size_t n = json_len(runs);

	g->columns = n + 1;
	g->rows = json_len(list) < SHOWN ? json_len(list) : SHOWN;
	g->cell = mem_zero(g->rows * g->columns + 1, sizeof(*g->cell));
	for (size_t i = 0; i < g->rows; i++) {
		const struct json *j = json_at(list, i);
		const struct json *values = json_get(j, "values");
		char **row = g->cell + i * g->columns;

		row[0] = mem_str(json_str(j, "name"));
		for (size_t k = 0; k < n; k++) {
			const char *id = json_str(json_at(runs, k), "id");
			const char *other = n == 2 ? json_str(json_at(runs, !k),
							      "id") :
						     NULL;

			row[k + 1] =
				shown_value(json_str(values, id),
					    other ? json_str(values, other) :
						    NULL);
		}
	}
}

static void free_grid(struct grid *g)
{
	for (size_t i = 0; i < g->rows * g->columns; i++)
		free(g->cell[i]);
	free(g->cell);
}

static int width(const struct grid *g, size_t column)
{
	size_t most = 1;

	for (size_t i = 0; i < g->rows; i++) {
		size_t n = strlen(g->cell[i * g->columns + column]);

		most = n > most && n <= WIDE ? n : most;
	}
	return (int)most;
}

static void add_more(const struct json *list, struct buf *to)
{
	if (json_len(list) > SHOWN)
		buf_printf(to, "  ... and %zu more (--json has all)\n",
			   json_len(list) - SHOWN);
}

/* The row of labels above three runs and more. */
static void add_labels(const struct grid *g, const char *title, struct buf *to)
{
	buf_printf(to, "\n%s\n", title);
	if (g->columns < 4)
		return;
	buf_printf(to, "  %-*s", width(g, 0), "");
	for (size_t k = 1; k < g->columns; k++) {
		struct buf label = { 0 };

		add_label(&label, k - 1);
		buf_printf(to, "  %-*s", k + 1 < g->columns ? width(g, k) : 0,
			   buf_text(&label));
		buf_release(&label);
	}
	buf_char(to, '\n');
}

static void add_values(const struct json *d, const char *key, const char *title,
		       struct buf *to)
{
	const struct json *list = json_get(d, key);
	struct grid g;

	if (!list)
		return;
	fill(&g, json_get(d, "runs"), list);
	add_labels(&g, title, to);
	for (size_t i = 0; i < g.rows; i++) {
		const char *difference = json_str(json_at(list, i),
						  "difference");

		buf_str(to, "  ");
		for (size_t k = 0; k < g.columns; k++)
			buf_printf(to, "%s%-*s", k ? "  " : "",
				   difference || k + 1 < g.columns ?
					   width(&g, k) :
					   0,
				   g.cell[i * g.columns + k]);
		if (difference)
			buf_printf(to, "  %s%s", *difference == '-' ? "" : "+",
				   difference);
		buf_char(to, '\n');
	}
	add_more(list, to);
	free_grid(&g);
}

static void add_names(const struct json *j, const char *key, char sign,
		      struct buf *to)
{
	const struct json *list = json_get(j, key);

	for (size_t i = 0; list && i < json_len(list); i++)
		buf_printf(to, " %c%s", sign, json_text(json_at(list, i)));
}

static void add_table(const struct json *j, struct buf *to)
{
	int64_t a = json_int(j, "rows_a", -1), b = json_int(j, "rows_b", -1);

	buf_printf(to, " (rows %" PRId64, a);
	if (a != b)
		buf_printf(to, " and %" PRId64, b);
	buf_printf(to,
		   ", %" PRId64 " lines only in the first and %" PRId64
		   " only in the second",
		   json_int(j, "lines_a", 0), json_int(j, "lines_b", 0));
	if (json_get(j, "columns_added") || json_get(j, "columns_removed"))
		buf_str(to, "; columns");
	add_names(j, "columns_removed", '-', to);
	add_names(j, "columns_added", '+', to);
	buf_char(to, ')');
}

/* Which runs have the file, or the same of it. */
static void add_holders(const struct json *d, const struct json *j,
			struct buf *to)
{
	const struct json *runs = json_get(d, "runs");
	const struct json *values = json_get(j, "values");

	buf_str(to, " (");
	for (size_t i = 0; i < json_len(runs); i++) {
		const char *text = json_str(values,
					    json_str(json_at(runs, i), "id"));

		buf_str(to, i ? ", " : "");
		add_label(to, i);
		buf_printf(to, " %.12s", text ? text : "-");
	}
	buf_char(to, ')');
}

static void add_files(const struct json *d, const char *key, const char *title,
		      struct buf *to)
{
	const struct json *list = json_get(d, key);

	if (!list)
		return;
	buf_printf(to, "\n%s\n", title);
	for (size_t i = 0; i < json_len(list) && i < SHOWN; i++) {
		const struct json *j = json_at(list, i);
		const char *path = json_str(j, "path");
		int input = !strcmp(key, "data");

		buf_printf(to, "  %-8s %s", json_str(j, "change"),
			   strcmp(path, "-") ? path :
			   input	     ? "standard input" :
					       "standard output");
		if (json_int(j, "rows_a", -1) >= 0)
			add_table(j, to);
		else if (json_str(j, "about"))
			buf_printf(to, " (%s)", json_str(j, "about"));
		else if (json_len(json_get(d, "runs")) > 2)
			add_holders(d, j, to);
		buf_char(to, '\n');
	}
	add_more(list, to);
}

static void add_file_patch(const struct json *j, int named, struct buf *to)
{
	const char *text = json_str(j, "text"), *change = json_str(j, "change");
	size_t lines = 0;

	buf_printf(to, "\n  %s %s", change, json_str(j, "file"));
	if (named)
		buf_printf(to, " (%s)", json_str(j, "b"));
	buf_str(to, text || !strcmp(change, "mode") ?
			    "\n" :
			    ": no text, or too large, or not kept\n");
	for (; text && *text && lines < LINES; lines++) {
		size_t n = strcspn(text, "\n");

		buf_printf(to, "    %.*s\n", (int)n, text);
		text += n + (text[n] == '\n');
	}
	if (text && *text)
		buf_str(to, "    ... (--json has all)\n");
}

static void add_patch(const struct json *d, struct buf *to)
{
	const struct json *list = json_get(d, "patch");
	int named = json_len(json_get(d, "runs")) > 2;

	for (size_t i = 0; list && i < json_len(list) && i < SHOWN; i++)
		add_file_patch(json_at(list, i), named, to);
	if (list)
		add_more(list, to);
}

static void add_verdict(const struct json *d, struct buf *to)
{
	if (!json_int(d, "same_recipe", 0))
		buf_str(to, "different recipes");
	else if (json_int(d, "same_outputs", 0))
		buf_str(to, "same recipe, same outputs");
	else
		buf_str(to, "same recipe, but DIFFERENT outputs");
	buf_char(to, '\n');
}

static void add_unknown(const struct json *d, struct buf *to)
{
	const struct json *list = json_get(d, "unknown");

	if (!list)
		return;
	buf_str(to, "\nnot known\n");
	for (size_t i = 0; i < json_len(list); i++) {
		const struct json *j = json_at(list, i);

		buf_printf(to, "  %s: %s\n", json_str(j, "name"),
			   json_str(j, "why"));
	}
}

/* "1 of 14 things differs: seed" */
static void add_count(const struct json *d, struct buf *to)
{
	const struct json *things = json_get(d, "things");
	size_t n = json_len(things), all = (size_t)json_int(d, "compared", 0);

	if (!n) {
		buf_printf(to, "none of %zu thing%s differs\n", all,
			   all == 1 ? "" : "s");
		return;
	}
	buf_printf(to, "%zu of %zu thing%s differ%s:", n, all,
		   all == 1 ? "" : "s", n == 1 ? "s" : "");
	for (size_t i = 0; i < n && i < SHOWN; i++)
		buf_printf(to, "%s %s", i ? "," : "",
			   json_text(json_at(things, i)));
	if (n > SHOWN)
		buf_printf(to, " and %zu more", n - SHOWN);
	if (n > 1 && json_len(json_get(d, "runs")) == 2)
		buf_str(to, "; these two alone cannot say which matters");
	buf_char(to, '\n');
}

static void add_runs(const struct json *d, struct buf *to)
{
	const struct json *runs = json_get(d, "runs");

	for (size_t i = 0; i < json_len(runs); i++) {
		const struct json *j = json_at(runs, i);

		add_label(to, i);
		buf_printf(to, "  %s  %s", json_str(j, "id"),
			   json_str(j, "tool"));
		if (strcmp(json_str(j, "state"), "done"))
			buf_printf(to, "  %s", json_str(j, "state"));
		buf_char(to, '\n');
	}
}

static double number(const struct json *j, const char *key)
{
	const char *text = json_str(j, key);
	double x;

	return text && num_real(&x, text) == 0 ? x : NAN;
}

static void add_test(const struct json *j, struct buf *to)
{
	int64_t n = json_int(j, "n", 0);

	buf_printf(to,
		   "  %s of %s: b is higher in %" PRId64
		   " and lower in %" PRId64 " of %" PRId64
		   " image%s; on average %+.4g",
		   json_str(j, "metric"), json_str(j, "method"),
		   json_int(j, "higher", 0), json_int(j, "lower", 0), n,
		   n == 1 ? "" : "s", number(j, "mean"));
	if (json_str(j, "low"))
		buf_printf(to, " (95 %% interval %.4g to %.4g)",
			   number(j, "low"), number(j, "high"));
	if (n < FEW_IMAGES)
		buf_str(to, "; too few images to show more than chance\n");
	else
		buf_printf(to, "; chance of such ranks if equal: %.3g\n",
			   number(j, "chance"));
}

static void add_paired(const struct json *d, struct buf *to)
{
	const struct json *list = json_get(d, "paired");

	if (!list)
		return;
	buf_str(to, "\nimage by image\n");
	for (size_t i = 0; i < json_len(list) && i < SHOWN; i++)
		add_test(json_at(list, i), to);
	add_more(list, to);
}

static void add_ingredients(const struct json *d, struct buf *to)
{
	add_values(d, "settings", "settings", to);
	add_values(d, "seed", "seed", to);
	add_values(d, "code", "code", to);
	add_patch(d, to);
	add_values(d, "environment", "environment", to);
	add_values(d, "machine", "machine", to);
	add_values(d, "free", "what does not affect results", to);
}

static void add_origins(const struct json *d, struct buf *to)
{
	const struct json *list = json_get(d, "made_from");

	for (size_t i = 0; list && i < json_len(list); i++) {
		const struct json *j = json_at(list, i);
		const char *via = json_str(j, "via");

		buf_printf(to, "\n%s was made by\n",
			   strcmp(via, "-") ? via : "standard input");
		add_runs(j, to);
		buf_str(to, "there, ");
		add_count(j, to);
		add_ingredients(j, to);
		add_values(j, "data", "data", to);
	}
}

static void add_all(const struct json *d, struct buf *to)
{
	add_count(d, to);
	add_runs(d, to);
	add_verdict(d, to);
	add_ingredients(d, to);
	add_files(d, "data", "data", to);
	add_origins(d, to);
	add_files(d, "outputs", "outputs", to);
	add_values(d, "metrics",
		   json_len(json_get(d, "runs")) == 2 ?
			   "metrics (last column: b - a)" :
			   "metrics",
		   to);
	add_paired(d, to);
	add_unknown(d, to);
}

void diff_text(const struct json *d, struct buf *to)
{
	struct buf raw = { 0 };

	add_all(d, &raw);
	buf_visible(to, buf_text(&raw));
	buf_release(&raw);
}
