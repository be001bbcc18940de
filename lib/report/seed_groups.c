/* seed_groups.c - see seed_groups.h. */
#include "report/seed_groups.h"

#include <fnmatch.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/num.h"
#include "base/significance.h"
#include "diff/diff_metrics.h"
#include "diff/ingredients.h"
#include "diff/run_columns.h"
#include "file/path.h"
#include "report/scored_run.h"
#include "run/index.h"
#include "run/resolve.h"
#include "run/run.h"
#include "run/tag.h"

#define LIKELY 0.05
#define MOST 1000 /* runs that are worth saying */

struct seed_group {
	const char *pattern;
	struct strs ids;
	struct json **metrics; /* of each run */
	double *x;	       /* the values of one metric */
};

static int is_condition(const char *name)
{
	return strpbrk(name, "<>=~") != NULL;
}

static int is_glob(const char *name)
{
	return strpbrk(name, "*?[") != NULL;
}

int seed_groups_is_pattern(const char *name)
{
	return (is_glob(name) || is_condition(name)) && !path_exists(name);
}

static void add_id(struct strs *ids, const char *id)
{
	if (!strs_has(ids, id))
		strs_add(ids, id);
}

static int select_runs(struct seed_group *g, const struct store *s,
		       struct err *err)
{
	struct run_filter *f = run_filter_parse(g->pattern, err);
	struct index_filter any = { 0 };
	struct tsv t = { 0 };
	int rc = f ? index_table(&t, s, &any, err) : -1;

	if (rc == 0)
		rc = run_columns_select(&t, s, f, err);
	for (size_t i = 0; rc == 0 && i < t.rows; i++)
		add_id(&g->ids, tsv_get(&t, i, tsv_column(&t, "id")));
	tsv_release(&t);
	run_filter_free(f);
	return rc;
}

static int match_runs(struct seed_group *g, const struct store *s,
		      struct err *err)
{
	struct strs tags = { 0 }, all = { 0 };
	int rc = tag_list(s, &tags, err);

	for (size_t i = 0; rc >= 0 && i < tags.n; i++) {
		char *id = NULL;

		if (!fnmatch(g->pattern, tags.at[i], 0) &&
		    tag_get(s, tags.at[i], &id, err) == 1)
			add_id(&g->ids, id);
		free(id);
	}
	if (rc >= 0)
		rc = run_list(s, &all, err);
	for (size_t i = 0; rc >= 0 && i < all.n; i++)
		if (!fnmatch(g->pattern, all.at[i], 0))
			add_id(&g->ids, all.at[i]);
	strs_release(&tags);
	strs_release(&all);
	return rc < 0 ? -1 : 0;
}

static int name_run(struct seed_group *g, const struct store *s,
		    struct err *err)
{
	char *id = NULL;
	int rc = resolve_run(s, g->pattern, &id, err);

	if (!rc)
		add_id(&g->ids, id);
	free(id);
	return rc;
}

static int find_runs(struct seed_group *g, const struct store *s,
		     struct err *err)
{
	int chosen = is_condition(g->pattern);

	if (!chosen && !is_glob(g->pattern))
		return name_run(g, s, err);
	if ((chosen ? select_runs(g, s, err) : match_runs(g, s, err)) < 0)
		return -1;
	if (g->ids.n)
		return 0;
	if (chosen)
		return err_data(err,
				"'%s' holds for no run; 'xp-log ls' lists the "
				"runs",
				g->pattern);
	return err_data(err,
			"no run has a tag or an id that matches '%s'; "
			"'xp-log ls' lists the runs, and 'xp-log tag' gives "
			"tags",
			g->pattern);
}

static void copy_metrics(struct json *to, const struct store *s,
			 const struct run *r)
{
	struct json *j = diff_metrics_of(s, r);
	const char *key;

	for (size_t i = 0; (key = json_key(j, i)); i++) {
		char *name = mem_str(key);

		for (char *c = name; *c; c++)
			*c = (char)(*c == ' ' ? '.' : *c);
		json_set_str(to, name, json_str(j, key));
		free(name);
	}
	json_free(j);
}

/* Of a training also those of its last evaluation. */
static int read_metrics(struct json *to, const struct store *s, const char *id,
			struct err *err)
{
	char *scored = NULL;
	struct run r;

	if (run_read(&r, s, id, err) < 0)
		return -1;
	copy_metrics(to, s, &r);
	run_release(&r);
	if (scored_run_last(s, id, &scored, err) < 0)
		return -1;
	if (scored && run_read(&r, s, scored, err) == 0) {
		copy_metrics(to, s, &r);
		run_release(&r);
	}
	free(scored);
	return 0;
}

/* What went into each run, which the caller frees. */
static struct json **read_ingredients(const struct seed_group *g,
				      const struct store *s)
{
	struct json **of = mem_zero(g->ids.n, sizeof(*of));
	struct err ignored = { 0 };

	for (size_t i = 0; i < g->ids.n; i++) {
		struct run r;

		if (run_read(&r, s, g->ids.at[i], &ignored) < 0) {
			of[i] = json_new();
			continue;
		}
		of[i] = ingredients_of(&(struct diff_run){ s, &r });
		run_release(&r);
	}
	return of;
}

/* Seeds are what the runs of a group differ in. */
static void warn_of_others(const struct seed_group *g, const struct store *s,
			   struct messages *messages)
{
	struct json **of = read_ingredients(g, s), *differing;
	struct strs only = { 0 };
	struct buf names = { 0 };
	const char *key;
	size_t compared;

	strs_add(&only, "settings");
	strs_add(&only, "data");
	differing = ingredients_compare((const struct json *const *)of,
					(const char *const *)g->ids.at,
					g->ids.n, &only, &compared);
	for (size_t k = 0; (key = json_key(differing, k)); k++) {
		const struct json *list = json_get(differing, key);

		for (size_t i = 0; i < json_len(list); i++)
			buf_printf(&names, "%s%s", names.len ? ", " : "",
				   json_str(json_at(list, i), "name"));
	}
	if (names.len)
		messages_warn(messages,
			      "the runs that match '%s' differ in more than "
			      "their seeds: %.200s",
			      g->pattern, buf_text(&names));
	for (size_t i = 0; i < g->ids.n; i++)
		json_free(of[i]);
	free(of);
	json_free(differing);
	strs_release(&only);
	buf_release(&names);
}

static int open_group(struct seed_group *g, const struct store *s,
		      struct messages *messages, struct err *err)
{
	if (find_runs(g, s, err) < 0)
		return -1;
	if (g->ids.n > SIGNIFICANCE_EXACT / 2)
		return err_data(err,
				"%zu runs match '%s', but at most %d runs "
				"can be compared",
				g->ids.n, g->pattern, SIGNIFICANCE_EXACT / 2);
	g->x = mem_zero(g->ids.n, sizeof(*g->x));
	g->metrics = mem_zero(g->ids.n, sizeof(*g->metrics));
	for (size_t i = 0; i < g->ids.n; i++) {
		g->metrics[i] = json_new();
		if (read_metrics(g->metrics[i], s, g->ids.at[i], err) < 0)
			return -1;
	}
	warn_of_others(g, s, messages);
	return 0;
}

static void close_group(struct seed_group *g)
{
	for (size_t i = 0; g->metrics && i < g->ids.n; i++)
		json_free(g->metrics[i]);
	free(g->metrics);
	free(g->x);
	strs_release(&g->ids);
}

/* The values of METRIC; 0: not every run has one. */
static int take_values(struct seed_group *g, const char *metric)
{
	for (size_t i = 0; i < g->ids.n; i++) {
		const char *text = json_str(g->metrics[i], metric);

		if (!text || num_real(&g->x[i], text) < 0 || !isfinite(g->x[i]))
			return 0;
	}
	return 1;
}

static void set_interval(struct tsv *t, size_t row, double gap, double sd_a,
			 size_t n, double sd_b, size_t m)
{
	double a = sd_a * sd_a / (double)n, b = sd_b * sd_b / (double)m, df;
	double half;

	if (n < 2 || m < 2 || a + b <= 0)
		return;
	df = (a + b) * (a + b) /
	     (a * a / (double)(n - 1) + b * b / (double)(m - 1));
	half = significance_student(df < 1 ? 1 : (size_t)df, 1 - LIKELY) *
	       sqrt(a + b);
	tsv_set_real(t, row, tsv_add_column(t, "low"), gap - half);
	tsv_set_real(t, row, tsv_add_column(t, "high"), gap + half);
}

/* More runs of each until an order of all of them could be unlikely. */
static size_t until_possible(size_t n, size_t m)
{
	size_t more = 0;

	while (significance_least(n + more, m + more) > LIKELY)
		more++;
	return more;
}

static size_t until_found(double gap, double sd_a, size_t n, double sd_b,
			  size_t m)
{
	double sd = sqrt((sd_a * sd_a + sd_b * sd_b) / 2), d = gap / sd;
	double each = 2 * (1.96 + 0.84) * (1.96 + 0.84) / (d * d * 3 / M_PI);
	double more = ceil(each) - (double)(n < m ? n : m);

	return sd > 0 && more < MOST ? more < 1 ? 1 : (size_t)more : MOST;
}

static void add_row(struct tsv *t, const struct seed_group *a,
		    const struct seed_group *b, const char *metric)
{
	size_t n = a->ids.n, m = b->ids.n, row = tsv_add_row(t), more = 0;
	double mean_a = significance_mean(a->x, n);
	double mean_b = significance_mean(b->x, m);
	double sd_a = significance_sd(a->x, n), sd_b = significance_sd(b->x, m);
	double p = significance_rank_sum(a->x, n, b->x, m);
	double gap = mean_b - mean_a;
	const char *verdict = gap > 0 ? "b is higher" : "a is higher";

	if (significance_least(n, m) > LIKELY) {
		verdict = "too few";
		more = until_possible(n, m);
	} else if (p > LIKELY) {
		verdict = "not shown";
		more = until_found(gap, sd_a, n, sd_b, m);
	}
	tsv_set(t, row, tsv_add_column(t, "a"), a->pattern);
	tsv_set(t, row, tsv_add_column(t, "b"), b->pattern);
	tsv_set(t, row, tsv_add_column(t, "metric"), metric);
	tsv_set_int(t, row, tsv_add_column(t, "n_a"), (long long)n);
	tsv_set_real(t, row, tsv_add_column(t, "mean_a"), mean_a);
	tsv_set_real(t, row, tsv_add_column(t, "sd_a"), sd_a);
	tsv_set_int(t, row, tsv_add_column(t, "n_b"), (long long)m);
	tsv_set_real(t, row, tsv_add_column(t, "mean_b"), mean_b);
	tsv_set_real(t, row, tsv_add_column(t, "sd_b"), sd_b);
	tsv_set_real(t, row, tsv_add_column(t, "difference"), gap);
	tsv_add_column(t, "low");
	tsv_add_column(t, "high");
	set_interval(t, row, gap, sd_a, n, sd_b, m);
	tsv_set_real(t, row, tsv_add_column(t, "p"), p);
	tsv_set(t, row, tsv_add_column(t, "verdict"), verdict);
	tsv_set_int(t, row, tsv_add_column(t, "more"), (long long)more);
}

static int all_equal(const struct seed_group *a, const struct seed_group *b)
{
	int same = 1;

	for (size_t i = 0; i < a->ids.n; i++)
		same &= a->x[i] == a->x[0];
	for (size_t i = 0; i < b->ids.n; i++)
		same &= b->x[i] == a->x[0];
	return same;
}

static int add_rows(struct tsv *t, struct seed_group *a, struct seed_group *b,
		    const char *metric, struct err *err)
{
	const char *key;

	for (size_t i = 0; i < a->ids.n; i++)
		if (strs_has(&b->ids, a->ids.at[i]))
			return err_data(err,
					"run %s matches both '%s' and '%s'",
					a->ids.at[i], a->pattern, b->pattern);
	for (size_t k = 0; (key = json_key(a->metrics[0], k)); k++)
		if ((!metric || diff_metrics_means(metric, key)) &&
		    take_values(a, key) && take_values(b, key) &&
		    (metric || !all_equal(a, b)))
			add_row(t, a, b, key);
	if (t->rows)
		return 0;
	return err_data(err,
			"nothing to compare: the runs '%s' and '%s' have no "
			"metric%s%s in common whose values differ",
			a->pattern, b->pattern, metric ? " " : "",
			metric ? metric : "");
}

static int has_losses(const struct tsv *t)
{
	int column = tsv_column(t, "metric");

	for (size_t i = 0; i < t->rows; i++)
		if (strstr(tsv_get(t, i, column), "loss"))
			return 1;
	return 0;
}

static void warn_of_losses(const struct seed_group *a,
			   const struct seed_group *b, const struct store *s,
			   struct messages *messages)
{
	size_t n = a->ids.n + b->ids.n;
	struct json **start = mem_zero(n, sizeof(*start));
	const char **id = mem_zero(n, sizeof(*id));
	struct err ignored;

	for (size_t i = 0; i < n; i++) {
		id[i] = i < a->ids.n ? a->ids.at[i] : b->ids.at[i - a->ids.n];
		run_record(s, id[i], "start.json", &start[i], &ignored);
	}
	diff_metrics_warn(messages, (const struct json *const *)start, id, n);
	for (size_t i = 0; i < n; i++)
		json_free(start[i]);
	free(start);
	free(id);
}

int seed_groups_compare(struct tsv *t, const struct store *s, const char *a,
			const char *b, const char *metric,
			struct messages *messages, struct err *err)
{
	struct seed_group x = { .pattern = a }, y = { .pattern = b };
	int rc = open_group(&x, s, messages, err);

	if (rc == 0)
		rc = open_group(&y, s, messages, err);
	if (rc == 0)
		rc = add_rows(t, &x, &y, metric, err);
	if (rc == 0 && has_losses(t))
		warn_of_losses(&x, &y, s, messages);
	close_group(&x);
	close_group(&y);
	return rc;
}
