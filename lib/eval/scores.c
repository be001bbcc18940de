/*
 * scores.c - the scores of a set of images, and the table of them.
 */
#include "eval/scores.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

static size_t index_of(const char *metric)
{
	size_t i = 0;

	while (strcmp(metrics[i]->name, metric))
		i++;
	return i;
}

void scores_add(struct scores *s, const char *id, const char *split,
		const char *leak, const struct candidate *c, size_t n)
{
	s->list = mem_grow(s->list, s->n + n, sizeof *s->list);
	for (size_t i = 0; i < n; i++) {
		struct score *to = &s->list[s->n++];

		*to = (struct score){
			.id = mem_str(id),
			.split = mem_str(split),
			.method = c[i].method,
			.file = mem_str(c[i].file),
			.leak = mem_str(leak),
			.value = mem_zero(measure_count(), sizeof(double)),
		};
		measure_end(c[i].measure, to->value);
	}
}

void scores_release(struct scores *s)
{
	for (size_t i = 0; i < s->n; i++) {
		free(s->list[i].id);
		free(s->list[i].split);
		free(s->list[i].file);
		free(s->list[i].leak);
		free(s->list[i].value);
	}
	free(s->list);
	*s = (struct scores){ 0 };
}

double scores_value(const struct score *s, const char *metric)
{
	return s->value[index_of(metric)];
}

double scores_mean(const struct scores *s, const char *method,
		   const char *metric, size_t *undefined)
{
	size_t m = index_of(metric), n = 0, all = 0;
	double sum = 0;

	for (size_t i = 0; i < s->n; i++) {
		if (strcmp(s->list[i].method, method))
			continue;
		all++;
		if (!isfinite(s->list[i].value[m]))
			continue;
		sum += s->list[i].value[m];
		n++;
	}
	if (undefined)
		*undefined = all - n;
	return n ? sum / (double)n : NAN;
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
	size_t m = index_of(metric), n = 0;
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

static void set_real(struct tsv *t, size_t row, const char *column, double x)
{
	if (isfinite(x))
		tsv_set_real(t, row, tsv_add_column(t, column), x);
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

static void add_columns(const struct scores *s, struct tsv *t)
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
}

static void add_image(const struct scores *s, struct tsv *t,
		      const struct score *one)
{
	size_t row = add_row(t, one->id, one->split, one->method);

	for (size_t m = 0; metrics[m]; m++)
		set_real(t, row, metrics[m]->name, one->value[m]);
	set_real(t, row, "range", s->range);
	if (one->file)
		tsv_set(t, row, tsv_column(t, "prediction"), one->file);
	if (one->leak)
		tsv_set(t, row, tsv_column(t, "leak"), one->leak);
}

/* "2 of 4": images that leak, in row ROW of T. */
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

	for (size_t m = 0; metrics[m]; m++)
		set_real(t, row, metrics[m]->name,
			 scores_mean(s, first->method, metrics[m]->name, NULL));
	set_real(t, row, "range", s->range);
	set_leaks(s, t, row, first->method);
}

void scores_table(const struct scores *s, struct tsv *t)
{
	add_columns(s, t);
	for (size_t i = 0; i < s->n; i++)
		add_image(s, t, &s->list[i]);
	/* The first image's rows name the methods. */
	for (size_t i = 0; i < s->n && !strcmp(s->list[i].id, s->list[0].id);
	     i++)
		add_set(s, t, &s->list[i]);
}
