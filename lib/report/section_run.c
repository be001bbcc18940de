/*
 * section_run.c - the parts of a page about a training.
 */
#include "report/section_run.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/num.h"
#include "report/chart.h"
#include "report/html.h"
#include "report/plot.h"

struct curve { /* of one metric of one split */
	double *x, *y;
	size_t n;
};

static void read_curve(struct curve *to, const struct tsv *t, const char *split,
		       const char *metric)
{
	int step = tsv_column(t, "step"), value = tsv_column(t, "value");
	int in = tsv_column(t, "split"), of = tsv_column(t, "metric");

	*to = (struct curve){ .x = mem_zero(t->rows + 1, sizeof(double)),
			      .y = mem_zero(t->rows + 1, sizeof(double)) };
	for (size_t i = 0; i < t->rows; i++)
		if (!strcmp(tsv_get(t, i, in), split) &&
		    !strcmp(tsv_get(t, i, of), metric) &&
		    num_real(&to->x[to->n], tsv_get(t, i, step)) == 0 &&
		    num_real(&to->y[to->n], tsv_get(t, i, value)) == 0)
			to->n++;
}

static void release(struct curve *s, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		free(s[i].x);
		free(s[i].y);
	}
}

/* The step of the lowest value, NAN if there is none. */
static double lowest(const struct curve *s)
{
	double at = NAN, least = INFINITY;

	for (size_t i = 0; i < s->n; i++)
		if (s->y[i] < least) {
			least = s->y[i];
			at = s->x[i];
		}
	return at;
}

enum { TRAIN, VAL, VAL_MEAN, VAL_AFFINE, VAL_R, SERIES };

static void draw_loss(struct buf *to, const struct curve *s, double best)
{
	const struct chart_line line[] = {
		{ "val loss", "l0", s[VAL].x, s[VAL].y, s[VAL].n, 1, NULL },
		{ "train loss", "l1", s[TRAIN].x, s[TRAIN].y, s[TRAIN].n, 0,
		  NULL },
		{ "mean of targets", "l2", s[VAL_MEAN].x, s[VAL_MEAN].y,
		  s[VAL_MEAN].n, 0, NULL },
		{ "best line", "l3", s[VAL_AFFINE].x, s[VAL_AFFINE].y,
		  s[VAL_AFFINE].n, 0, NULL },
	};
	struct chart c = {
		.title = "loss while training",
		.x_name = "step",
		.y_name = "loss",
		.log_y = 1,
		.mark = isnan(best) ? NULL : "best",
		.mark_x = best,
		.line = line,
		.lines = 4,
	};

	chart_lines(to, &c);
}

static void draw_pearson(struct buf *to, const struct curve *r, double best)
{
	const struct chart_line line = { "val pearson", "l0", r->x, r->y,
					 r->n,		1,    NULL };
	struct chart c = {
		.title = "pearson on validation images while training",
		.x_name = "step",
		.y_name = "pearson on val",
		.mark = isnan(best) ? NULL : "best",
		.mark_x = best,
		.line = &line,
		.lines = 1,
	};

	chart_lines(to, &c);
}

static void say_curve(struct buf *to, const struct curve *val, double best)
{
	double last = val->n ? val->x[val->n - 1] : NAN;

	if (isnan(best) || val->n < 3)
		return;
	buf_printf(to, "<p>The lowest val loss is at step %.0f of %.0f: ", best,
		   last);
	if (best == last)
		buf_str(to, "it was still falling when training ended, so more "
			    "steps may help.</p>\n");
	else if (best < 0.6 * last)
		buf_str(to, "later steps only fitted the train images better. "
			    "The weights of the lowest loss are kept.</p>\n");
	else
		buf_str(to, "it had levelled off.</p>\n");
}

/* The last value of each metric: one that was measured once has no curve. */
static void last_values(struct buf *to, const struct plot *p)
{
	buf_str(to, "<details open><summary>Last values</summary>\n<table "
		    "class=\"left\"><tbody>\n");
	for (size_t i = 0; i < p->lines; i++) {
		const struct plot_line *l = &p->line[i];
		char value[NUM_MAX], step[NUM_MAX];

		buf_str(to, "<tr><th scope=\"row\">");
		html_text(to, l->name);
		html_text(to, *l->name ? " " : "");
		html_text(to, l->metric);
		buf_printf(to, "</th><td>%s</td><td>at step %s</td></tr>\n",
			   num_text(value, l->y[l->n - 1]),
			   num_text(step, l->x[l->n - 1]));
	}
	buf_str(to, "</tbody></table></details>\n");
}

/* The curves of another program: its metrics may have any names. */
static void other_curves(struct buf *to, const struct subject *s)
{
	enum { MOST = 24 };
	struct plot_table t;
	struct plot p = { 0 };

	if (!plot_table_find(&t, s->metrics))
		return;
	for (size_t i = 0; i < s->metrics->rows; i++)
		plot_table_add(&p, &t, i, plot_table_split(&t, i));
	html_section(to, s->number, "curves", "Metrics");
	plot_charts(&p, MOST, to);
	last_values(to, &p);
	html_section_end(to);
	plot_release(&p);
}

void section_run_curves(struct buf *to, const struct subject *s)
{
	static const char *const of[SERIES][2] = {
		{ "train", "loss" },	{ "val", "loss" },
		{ "val", "loss_mean" }, { "val", "loss_affine" },
		{ "val", "pearson" },
	};
	struct curve series[SERIES];
	double best;

	if (!s->metrics || !s->metrics->rows)
		return;
	for (int i = 0; i < SERIES; i++)
		read_curve(&series[i], s->metrics, of[i][0], of[i][1]);
	best = lowest(&series[VAL]);
	if (s->other || (!series[VAL].n && !series[TRAIN].n)) {
		other_curves(to, s);
		release(series, SERIES);
		return;
	}
	html_section(to, s->number, "curves", "Training");
	say_curve(to, &series[VAL], best);
	buf_str(to, "<div class=\"row\"><div>\n");
	draw_loss(to, series, best);
	buf_str(to, "</div><div>\n");
	draw_pearson(to, &series[VAL_R], best);
	buf_str(to, "</div></div>\n");
	html_section_end(to);
	release(series, SERIES);
}

static void setting_row(struct buf *to, const char *key,
			const struct json *value)
{
	struct buf text = { 0 };

	if (json_text(value))
		buf_str(&text, json_text(value));
	else
		json_write(value, &text);
	buf_str(to, "<tr><th scope=\"row\">");
	html_text(to, key);
	buf_str(to, "</th><td class=\"wrap\">");
	html_text(to, buf_text(&text));
	buf_str(to, "</td></tr>\n");
	buf_release(&text);
}

static void fact_rows(struct buf *to, const struct strs *facts)
{
	for (size_t i = 0; facts && i < facts->n; i++) {
		const char *tab = strchr(facts->at[i], '\t');
		char *name = mem_strn(facts->at[i],
				      (size_t)(tab - facts->at[i]));

		buf_str(to, "<tr><th scope=\"row\">");
		html_text(to, name);
		buf_str(to, "</th><td class=\"wrap\">");
		html_name(to, tab + 1);
		buf_str(to, "</td></tr>\n");
		free(name);
	}
}

void section_run_settings(struct buf *to, const struct subject *s)
{
	const char *key;

	if (!s->changed && !s->settings && !s->facts)
		return;
	html_section(to, s->number, "settings", "Run and settings");
	if (s->changed && *s->changed) {
		buf_str(to, "<p>Settings that are not the defaults, and "
			    "operands:</p>\n<pre>");
		html_text(to, s->changed);
		buf_str(to, "</pre>\n");
	}
	if (s->facts && s->facts->n) {
		buf_str(to, "<table class=\"left\"><tbody>\n");
		fact_rows(to, s->facts);
		buf_str(to, "</tbody></table>\n");
	}
	if (s->settings && json_len(s->settings)) {
		buf_str(to, "<details><summary>All settings</summary>\n<table "
			    "class=\"left\"><tbody>\n");
		for (size_t i = 0; (key = json_key(s->settings, i)); i++)
			setting_row(to, key, json_get(s->settings, key));
		buf_str(to, "</tbody></table></details>\n");
	}
	html_section_end(to);
}

/* Is row I the first of P with that split, or (GROUPS) with that split and
 * group? */
static int is_first(const struct manifest *p, size_t i, int groups)
{
	for (size_t k = 0; k < i; k++)
		if (!strcmp(p->list[k].split, p->list[i].split) &&
		    (!groups || !strcmp(p->list[k].group, p->list[i].group)))
			return 0;
	return 1;
}

static void split_row(struct buf *to, const struct manifest *p,
		      const char *split, int judged)
{
	size_t pairs = 0, groups = 0;

	for (size_t i = 0; i < p->n; i++) {
		if (strcmp(p->list[i].split, split))
			continue;
		pairs++;
		groups += *p->list[i].group && is_first(p, i, 1);
	}
	buf_str(to, "<tr><th scope=\"row\">");
	html_name(to, *split ? split : "(none)");
	buf_printf(to, "%s</th><td>%zu</td><td>", judged ? " (scored)" : "",
		   pairs);
	if (groups)
		buf_printf(to, "%zu", groups);
	else
		buf_str(to, "&#8211;");
	buf_str(to, "</td></tr>\n");
}

static void splits_table(struct buf *to, const struct manifest *p,
			 const char *title, const char *judged)
{
	buf_printf(to,
		   "<table><thead><tr><th scope=\"col\">%s</th><th "
		   "scope=\"col\">pairs</th><th scope=\"col\">groups</th>"
		   "</tr></thead><tbody>\n",
		   title);
	for (size_t i = 0; i < p->n; i++)
		if (is_first(p, i, 0))
			split_row(to, p, p->list[i].split,
				  judged && !strcmp(judged, p->list[i].split));
	buf_str(to, "</tbody></table>\n");
}

/* The values of COLUMN: the one they share, or how many there are. */
static void column_row(struct buf *to, const struct manifest *p,
		       const char *column)
{
	int c = tsv_column(&p->table, column);
	size_t others = 0;

	if (c < 0 || !p->n || !*tsv_get(&p->table, 0, c))
		return;
	for (size_t i = 1; i < p->table.rows; i++)
		others += strcmp(tsv_get(&p->table, i, c),
				 tsv_get(&p->table, 0, c)) != 0;
	buf_printf(to, "<tr><th scope=\"row\">%s</th><td class=\"wrap\">",
		   column);
	html_name(to, tsv_get(&p->table, 0, c));
	if (others)
		buf_printf(to, " in the first row, %zu of %zu rows differ%s",
			   others, p->table.rows, others == 1 ? "s" : "");
	buf_str(to, "</td></tr>\n");
}

void section_run_data(struct buf *to, const struct subject *s)
{
	static const char *const column[] = {
		"width",	 "height",	 "slices",
		"source_type",	 "target_type",	 "source_pixel_um",
		"source_offset", "source_scale", "source_fit",
		"target_offset", "target_scale", "target_fit",
		"source_rule",	 "shift_y",	 "shift_x",
	};

	if (!s->data)
		return;
	html_section(to, s->number, "data", "Data");
	buf_str(to, "<div class=\"row\"><div>\n");
	if (s->trained && s->trained->n)
		splits_table(to, s->trained, "trained on", NULL);
	splits_table(to, s->data, "split", s->split ? s->split : "");
	buf_str(to, "</div><div><table class=\"left\"><tbody>\n");
	for (size_t i = 0; i < sizeof column / sizeof *column; i++)
		column_row(to, s->data, column[i]);
	buf_str(to, "</tbody></table></div></div>\n");
	html_section_end(to);
}

static void check_rows(struct buf *to, const struct tsv *t, int passed)
{
	static const char *const column[] = { "check",	"verdict",   "what",
					      "number", "threshold", "where",
					      "advice" };
	int verdict = tsv_column(t, "verdict");

	buf_str(to, "<div class=\"wide\"><table class=\"left\"><thead><tr>");
	for (int k = 0; k < 7; k++)
		buf_printf(to, "<th scope=\"col\">%s</th>", column[k]);
	buf_str(to, "</tr></thead><tbody>\n");
	for (size_t i = 0; i < t->rows; i++) {
		const char *v = tsv_get(t, i, verdict);

		if ((strcmp(v, "PASS") == 0) != passed)
			continue;
		buf_printf(to, "<tr class=\"%s\">",
			   !strcmp(v, "FAIL") ? "fail" : "");
		for (int k = 0; k < 7; k++) {
			buf_str(to, "<td class=\"wrap\">");
			html_name(to, tsv_get(t, i, tsv_column(t, column[k])));
			buf_str(to, "</td>");
		}
		buf_str(to, "</tr>\n");
	}
	buf_str(to, "</tbody></table></div>\n");
}

void section_run_checks(struct buf *to, const struct subject *s)
{
	size_t passed = 0, other;

	if (!s->checks)
		return;
	for (size_t i = 0; i < s->checks->rows; i++)
		passed += !strcmp(tsv_get(s->checks, i,
					  tsv_column(s->checks, "verdict")),
				  "PASS");
	other = s->checks->rows - passed;
	html_section(to, s->number, "checks", "Checks of the pairs");
	buf_printf(to, "<p>%zu passed, %zu did not.</p>\n", passed, other);
	if (other)
		check_rows(to, s->checks, 0);
	buf_str(to, "<details><summary>Those that passed</summary>\n");
	check_rows(to, s->checks, 1);
	buf_str(to, "</details>\n");
	html_section_end(to);
}

void section_run_warnings(struct buf *to, const struct subject *s)
{
	size_t n = 0;

	for (size_t i = 0; s->messages && i < s->messages->n; i++) {
		if (s->messages->list[i].level != MESSAGE_WARNING)
			continue;
		if (!n++) {
			html_section(to, s->number, "warnings", "Warnings");
			buf_str(to, "<ul>\n");
		}
		buf_str(to, "<li class=\"warn\">");
		html_text(to, s->messages->list[i].text);
		buf_str(to, "</li>\n");
	}
	if (!n)
		return;
	buf_str(to, "</ul>\n");
	html_section_end(to);
}

void section_run_again(struct buf *to, const struct subject *s)
{
	if (!s->commands || !s->commands->n)
		return;
	html_section(to, s->number, "again", "Run it again");
	buf_str(to, "<pre>");
	for (size_t i = 0; i < s->commands->n; i++) {
		html_text(to, s->commands->at[i]);
		buf_char(to, '\n');
	}
	buf_str(to, "</pre>\n");
	html_section_end(to);
}

/* One chart with the val loss of all. */
static void draw_all(struct buf *to, const struct subject *s, size_t n)
{
	static const char *const style[] = { "l0", "l4", "l1", "l2", "l3" };
	struct curve *curve = mem_zero(n + 1, sizeof(*curve));
	struct chart_line *line = mem_zero(n + 1, sizeof(*line));
	struct chart c = { .title = "val loss of all runs",
			   .x_name = "step",
			   .y_name = "val loss",
			   .log_y = 1,
			   .line = line,
			   .lines = n };

	for (size_t i = 0; i < n; i++) {
		if (s[i].metrics && s[i].metrics->rows)
			read_curve(&curve[i], s[i].metrics, "val", "loss");
		line[i] = (struct chart_line){ .name = s[i].name,
					       .style = style[i % 5],
					       .x = curve[i].x,
					       .y = curve[i].y,
					       .n = curve[i].n,
					       .dots = 1 };
	}
	chart_lines(to, &c);
	release(curve, n);
	free(curve);
	free(line);
}

/* The value of KEY in the settings of S as text; the caller frees it. */
static char *setting(const struct subject *s, const char *key)
{
	const struct json *value = s->settings ? json_get(s->settings, key) :
						 NULL;
	struct buf text = { 0 };

	if (value && json_text(value))
		buf_str(&text, json_text(value));
	else if (value)
		json_write(value, &text);
	buf_char(&text, '\0');
	return buf_detach(&text);
}

static void difference_row(struct buf *to, const struct subject *s, size_t n,
			   const char *key)
{
	char **value = mem_zero(n + 1, sizeof(*value));
	size_t others = 0;

	for (size_t i = 0; i < n; i++) {
		value[i] = setting(&s[i], key);
		others += strcmp(value[i], value[0]) != 0;
	}
	if (others) {
		buf_str(to, "<tr><th scope=\"row\">");
		html_text(to, key);
		buf_str(to, "</th>");
		for (size_t i = 0; i < n; i++) {
			buf_str(to, "<td class=\"wrap\">");
			html_name(to, value[i]);
			buf_str(to, "</td>");
		}
		buf_str(to, "</tr>\n");
	}
	for (size_t i = 0; i < n; i++)
		free(value[i]);
	free(value);
}

/* Settings that any of them has: those of the first, then of the others that
 * no one before had. */
static void difference_rows(struct buf *to, const struct subject *s, size_t n)
{
	const char *key;

	for (size_t i = 0; i < n; i++)
		for (size_t k = 0;
		     s[i].settings && (key = json_key(s[i].settings, k)); k++) {
			size_t before = 0;

			for (size_t j = 0; j < i; j++)
				before += s[j].settings &&
					  json_get(s[j].settings, key);
			if (!before)
				difference_row(to, s, n, key);
		}
}

/* The fact NAME of S, "" if it has none; the caller frees it. */
static char *fact(const struct subject *s, const char *name, size_t n)
{
	for (size_t i = 0; s->facts && i < s->facts->n; i++)
		if (!strncmp(s->facts->at[i], name, n) &&
		    s->facts->at[i][n] == '\t')
			return mem_str(s->facts->at[i] + n + 1);
	return mem_str("");
}

static void fact_row(struct buf *to, const struct subject *s, size_t n,
		     const char *name, size_t len)
{
	char **value = mem_zero(n + 1, sizeof(*value));
	size_t others = 0;

	for (size_t i = 0; i < n; i++) {
		value[i] = fact(&s[i], name, len);
		others += strcmp(value[i], value[0]) != 0;
	}
	if (others)
		buf_printf(to, "<tr><th scope=\"row\">%.*s</th>", (int)len,
			   name);
	for (size_t i = 0; i < n && others; i++) {
		buf_str(to, "<td class=\"wrap\">");
		html_name(to, value[i]);
		buf_str(to, "</td>");
	}
	if (others)
		buf_str(to, "</tr>\n");
	for (size_t i = 0; i < n; i++)
		free(value[i]);
	free(value);
}

/* Of the facts of the first. */
static void fact_differences(struct buf *to, const struct subject *s, size_t n)
{
	for (size_t k = 0; s->facts && k < s->facts->n; k++)
		fact_row(to, s, n, s->facts->at[k],
			 strcspn(s->facts->at[k], "\t"));
}

void section_run_differences(struct buf *to, const struct subject *s, size_t n)
{
	html_section(to, 0, "differences", "What differs");
	buf_str(to, "<div class=\"row\"><div class=\"wide\"><table "
		    "class=\"left\"><thead><tr><th></th>");
	for (size_t i = 0; i < n; i++) {
		buf_str(to, "<th scope=\"col\">");
		html_name(to, s[i].name);
		buf_str(to, "</th>");
	}
	buf_str(to, "</tr></thead><tbody>\n");
	difference_rows(to, s, n);
	fact_differences(to, s, n);
	buf_str(to, "</tbody></table></div><div>\n");
	draw_all(to, s, n);
	buf_str(to, "</div></div>\n");
	html_section_end(to);
}
