/*
 * scores.c - see scores.h.
 */
#include "eval/scores.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/num.h"

size_t scores_metric(const char *metric)
{
	size_t i = 0;

	while (strcmp(metrics[i]->name, metric))
		i++;
	return i;
}

/* in the order of METRICS */
static double *region_values(const struct sums *sums, double range)
{
	double *value = mem_zero(measure_count(), sizeof(double));

	for (size_t m = 0; metrics[m]; m++)
		value[m] = sums->n && metrics[m]->eval ?
				   metrics[m]->eval(sums, range) :
				   NAN;
	return value;
}

static void set_values(struct score *to, const struct candidate *c,
		       double range)
{
	size_t n = measure_count();

	to->value = mem_zero(n, sizeof(double));
	to->foreground = NAN;
	for (size_t m = 0; m < n; m++)
		to->value[m] = NAN;
	if (c->measure)
		measure_end(c->measure, to->value);
	if (!c->regions)
		return;
	for (int k = 0; k < REGIONS; k++)
		to->region[k] = region_values(&c->regions->of[k], range);
	if (c->measure)
		to->foreground = (double)c->regions->of[REGION_FOREGROUND].n /
				 (double)(c->regions->of[REGION_FOREGROUND].n +
					  c->regions->of[REGION_BACKGROUND].n);
}

void scores_add(struct scores *s, const struct scored *of,
		const struct candidate *c, size_t n)
{
	s->list = mem_grow(s->list, s->n + n, sizeof *s->list);
	for (size_t i = 0; i < n; i++) {
		struct score *to = &s->list[s->n++];

		*to = (struct score){
			.id = mem_str(of->id),
			.split = mem_str(of->split),
			.group = mem_str(of->group),
			.method = c[i].method,
			.file = mem_str(c[i].file),
			.leak = mem_str(of->leak),
		};
		set_values(to, &c[i], s->range);
	}
}

void scores_release(struct scores *s)
{
	for (size_t i = 0; i < s->n; i++) {
		free(s->list[i].id);
		free(s->list[i].split);
		free(s->list[i].group);
		free(s->list[i].file);
		free(s->list[i].leak);
		free(s->list[i].value);
		for (int k = 0; k < REGIONS; k++)
			free(s->list[i].region[k]);
	}
	free(s->list);
	*s = (struct scores){ 0 };
}

double scores_value(const struct score *s, const char *metric)
{
	return s->value[scores_metric(metric)];
}

double scores_part(const struct score *s, enum region region, size_t metric)
{
	if (region == REGIONS)
		return s->value[metric];
	return s->region[region] ? s->region[region][metric] : NAN;
}

int scores_have_regions(const struct scores *s)
{
	return s->n && s->list[0].region[0];
}

double scores_part_mean(const struct scores *s, const char *method,
			enum region region, size_t metric, size_t *undefined)
{
	size_t n = 0, all = 0;
	double sum = 0;

	for (size_t i = 0; i < s->n; i++) {
		double x;

		if (strcmp(s->list[i].method, method))
			continue;
		all++;
		x = scores_part(&s->list[i], region, metric);
		if (!isfinite(x))
			continue;
		sum += x;
		n++;
	}
	if (undefined)
		*undefined = all - n;
	return n ? sum / (double)n : NAN;
}

double scores_mean(const struct scores *s, const char *method,
		   const char *metric, size_t *undefined)
{
	return scores_part_mean(s, method, REGIONS, scores_metric(metric),
				undefined);
}

struct ranked {
	size_t index;
	double goodness;
};

static int by_goodness(const void *a, const void *b)
{
	const struct ranked *x = a, *y = b;

	if (x->goodness != y->goodness)
		return x->goodness < y->goodness ? -1 : 1;
	return x->index < y->index ? -1 : 1;
}

size_t scores_rank(const struct scores *s, const char *method,
		   const char *metric, size_t **order)
{
	size_t m = scores_metric(metric), n = 0;
	double sign = metrics[m]->better < 0 ? -1 : 1;
	struct ranked *all = mem_zero(s->n + 1, sizeof *all);

	for (size_t i = 0; i < s->n; i++)
		if (!strcmp(s->list[i].method, method) &&
		    isfinite(s->list[i].value[m]))
			all[n++] = (struct ranked){
				i, sign * s->list[i].value[m]
			};
	qsort(all, n, sizeof *all, by_goodness);
	*order = mem_zero(n + 1, sizeof **order);
	for (size_t i = 0; i < n; i++)
		(*order)[i] = all[i].index;
	free(all);
	return n;
}

size_t scores_pick(const struct scores *s, const char *method,
		   const char *metric, size_t index[3], const char *label[3])
{
	size_t *order, n = scores_rank(s, method, metric, &order);

	if (n) {
		index[0] = order[0];
		index[1] = order[(n - 1) / 2];
		index[2] = order[n - 1];
	}
	free(order);
	label[0] = n > 1 ? "worst" : "only";
	label[1] = "median";
	label[2] = "best";
	if (n == 2) {
		index[1] = index[2];
		label[1] = label[2];
	}
	return n < 3 ? n : 3;
}

static void set_real(struct tsv *t, size_t row, const char *column, double x,
		     unsigned what)
{
	if (isfinite(x))
		(what & SCORES_PART ?
			 tsv_set_exact :
			 tsv_set_real)(t, row, tsv_add_column(t, column), x);
}

static size_t add_row(struct tsv *t, const char *id, const char *split,
		      const char *method)
{
	size_t row = tsv_add_row(t);

	tsv_set(t, row, tsv_column(t, "id"), id);
	tsv_set(t, row, tsv_column(t, "split"), split);
	tsv_set(t, row, tsv_column(t, "method"), method);
	return row;
}

/* Returns the name of the column of metric M in REGION; the caller frees it. */
static char *region_column(size_t m, int region)
{
	return mem_printf("%s_%s", metrics[m]->name, region_names[region]);
}

static void add_region_columns(struct tsv *t)
{
	tsv_add_column(t, region_names[REGION_FOREGROUND]);
	for (int k = 0; k < REGIONS; k++)
		for (size_t m = 0; metrics[m]; m++) {
			char *name = region_column(m, k);

			if (metrics[m]->eval)
				tsv_add_column(t, name);
			free(name);
		}
}

static void add_columns(const struct scores *s, unsigned what, struct tsv *t)
{
	tsv_add_column(t, "id");
	tsv_add_column(t, "split");
	tsv_add_column(t, "method");
	for (size_t m = 0; metrics[m]; m++)
		tsv_add_column(t, metrics[m]->name);
	tsv_add_column(t, "range");
	for (size_t i = 0; i < s->n; i++)
		if (s->list[i].file)
			tsv_add_column(t, "prediction");
	for (size_t i = 0; i < s->n; i++)
		if (s->list[i].leak)
			tsv_add_column(t, "leak");
	if (what & SCORES_REGIONS && scores_have_regions(s))
		add_region_columns(t);
}

/* Add the values of image ONE or, if ONE is NULL, the means of METHOD. */
static void set_values_of(const struct scores *s, struct tsv *t, size_t row,
			  const struct score *one, const char *method,
			  unsigned what)
{
	for (int k = 0; k <= REGIONS; k++)
		for (size_t m = 0; metrics[m]; m++) {
			char *name = k == REGIONS ? mem_str(metrics[m]->name) :
						    region_column(m, k);
			double x = one ? scores_part(one, (enum region)k, m) :
					 scores_part_mean(s, method,
							  (enum region)k, m,
							  NULL);

			if (isfinite(x) && tsv_column(t, name) >= 0)
				set_real(t, row, name, x, what);
			free(name);
		}
	set_real(t, row, "range", s->range, what);
}

static void add_image(const struct scores *s, struct tsv *t,
		      const struct score *one, unsigned what)
{
	size_t row = add_row(t, one->id, one->split, one->method);

	set_values_of(s, t, row, one, NULL, what);
	if (tsv_column(t, region_names[REGION_FOREGROUND]) >= 0)
		set_real(t, row, region_names[REGION_FOREGROUND],
			 one->foreground, what);
	if (one->file)
		tsv_set(t, row, tsv_column(t, "prediction"), one->file);
	if (one->leak)
		tsv_set(t, row, tsv_column(t, "leak"), one->leak);
}

/* Returns "2 of 4", the number of images in row ROW of T that leak. */
static void set_leaks(const struct scores *s, struct tsv *t, size_t row,
		      const char *method)
{
	size_t n = 0, leaks = 0;
	char *text;

	for (size_t i = 0; i < s->n; i++) {
		int same = !strcmp(s->list[i].method, method);

		n += (size_t)same;
		leaks += same && s->list[i].leak;
	}
	if (!leaks)
		return;
	text = mem_printf("%zu of %zu", leaks, n);
	tsv_set(t, row, tsv_column(t, "leak"), text);
	free(text);
}

static void add_set(const struct scores *s, struct tsv *t,
		    const struct score *first)
{
	size_t row = add_row(t, "*", first->split, first->method);

	set_values_of(s, t, row, NULL, first->method, 0);
	set_leaks(s, t, row, first->method);
}

static int is_shown(const struct score *s, unsigned what)
{
	return what & SCORES_LINEAR ||
	       (strcmp(s->method, "linear") && strcmp(s->method, "shuffled"));
}

void scores_table(const struct scores *s, unsigned what, struct tsv *t)
{
	add_columns(s, what, t);
	for (size_t i = 0; i < s->n; i++)
		if (is_shown(&s->list[i], what))
			add_image(s, t, &s->list[i], what);
	if (what & SCORES_PART)
		return;
	/* The rows of the first image have the names of the methods. */
	for (size_t i = 0; i < s->n && !strcmp(s->list[i].id, s->list[0].id);
	     i++)
		if (is_shown(&s->list[i], what))
			add_set(s, t, &s->list[i]);
}

static double cell_value(const struct tsv *t, size_t row, const char *column)
{
	double x;

	return num_real(&x, tsv_get(t, row, tsv_column(t, column))) < 0 ? NAN :
									  x;
}

static const char *group_in(const struct tsv *manifest, const char *id)
{
	int c = manifest ? tsv_column(manifest, "id") : -1;

	for (size_t i = 0; c >= 0 && i < manifest->rows; i++)
		if (!strcmp(tsv_get(manifest, i, c), id))
			return tsv_get(manifest, i,
				       tsv_column(manifest, "group"));
	return "";
}

static void read_values(struct score *to, const struct tsv *t, size_t row)
{
	int regions = tsv_column(t, region_names[REGION_FOREGROUND]) >= 0;

	to->value = mem_zero(measure_count(), sizeof(double));
	for (size_t m = 0; metrics[m]; m++)
		to->value[m] = cell_value(t, row, metrics[m]->name);
	to->foreground = cell_value(t, row, region_names[REGION_FOREGROUND]);
	for (int k = 0; regions && k < REGIONS; k++) {
		to->region[k] = mem_zero(measure_count(), sizeof(double));
		for (size_t m = 0; metrics[m]; m++) {
			char *name = region_column(m, k);

			to->region[k][m] = cell_value(t, row, name);
			free(name);
		}
	}
}

int scores_read(struct scores *s, const struct tsv *t,
		const struct tsv *manifest, struct err *err)
{
	int id = tsv_need(t, "id", err), method = tsv_need(t, "method", err);
	int split = tsv_column(t, "split"), leak = tsv_column(t, "leak");
	int prediction = tsv_column(t, "prediction");

	*s = (struct scores){ .range = NAN };
	if (id < 0 || method < 0)
		return -1;
	s->list = mem_zero(t->rows + 1, sizeof(*s->list));
	for (size_t i = 0; i < t->rows; i++) {
		struct score *to = &s->list[s->n];
		const char *why = tsv_get(t, i, leak);
		const char *file = tsv_get(t, i, prediction);

		if (!strcmp(tsv_get(t, i, id), "*"))
			continue;
		s->range = cell_value(t, i, "range");
		to->id = mem_str(tsv_get(t, i, id));
		to->split = mem_str(tsv_get(t, i, split));
		to->group = mem_str(group_in(manifest, to->id));
		to->method = tsv_get(t, i, method);
		to->leak = *why ? mem_str(why) : NULL;
		to->file = *file ? mem_str(file) : NULL;
		read_values(to, t, i);
		s->n++;
	}
	return 0;
}
