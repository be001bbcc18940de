/*
 * scores.c - see scores.h.
 */
#include "eval/scores.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/num.h"

#define CHANNEL "channel" /* name of the column */
enum { CHANNELS = 1000 }; /* more than there can be */

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

void scores_set_channels(struct scores *s, size_t channels)
{
	s->channels = channels > 1 ? channels : 0;
	if (s->channels)
		s->channel = mem_zero(channels, sizeof(*s->channel));
}

struct scores *scores_channel(struct scores *s, size_t k)
{
	return s->channels ? &s->channel[k] : s;
}

/* The mean over the channels of score I of each. */
static double mean_of(const struct scores *s, size_t i, enum region region,
		      size_t metric)
{
	double sum = 0;

	for (size_t k = 0; k < s->channels; k++)
		sum += scores_part(&s->channel[k].list[i], region, metric);
	return sum / (double)s->channels;
}

static void set_means(const struct scores *s, size_t i, struct score *to)
{
	size_t n = measure_count();

	to->value = mem_zero(n, sizeof(double));
	for (int k = 0; k < REGIONS; k++)
		if (s->channel->list[i].region[k])
			to->region[k] = mem_zero(n, sizeof(double));
	for (size_t m = 0; m < n; m++) {
		to->value[m] = mean_of(s, i, REGIONS, m);
		for (int k = 0; k < REGIONS; k++)
			if (to->region[k])
				to->region[k][m] = mean_of(s, i, (enum region)k,
							   m);
	}
	to->foreground = 0;
	for (size_t k = 0; k < s->channels; k++)
		to->foreground += s->channel[k].list[i].foreground /
				  (double)s->channels;
}

void scores_join(struct scores *s, size_t n)
{
	if (!s->channels)
		return;
	s->list = mem_grow(s->list, s->n + n, sizeof *s->list);
	for (size_t end = s->n + n; s->n < end; s->n++) {
		const struct score *one = &s->channel->list[s->n];

		s->list[s->n] = (struct score){
			.id = mem_str(one->id),
			.split = mem_str(one->split),
			.group = mem_str(one->group),
			.method = one->method,
			.file = mem_str(one->file),
			.leak = mem_str(one->leak),
		};
		set_means(s, s->n, &s->list[s->n]);
	}
}

void scores_join_range(struct scores *s)
{
	for (size_t k = 0; k < s->channels; k++)
		if (!k || !(s->channel[k].range == s->range))
			s->range = k ? NAN : s->channel[k].range;
}

void scores_release(struct scores *s)
{
	for (size_t k = 0; k < s->channels; k++)
		scores_release(&s->channel[k]);
	free(s->channel);
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

/* Adds a row of channel K of the scores, or of all, K is s->channels. */
static size_t add_row(struct tsv *t, const struct scores *s, size_t k,
		      const char *id, const char *split, const char *method)
{
	size_t row = tsv_add_row(t);

	if (s->channels && k < s->channels)
		tsv_set_int(t, row, tsv_column(t, CHANNEL), (long long)k);
	else if (s->channels)
		tsv_set(t, row, tsv_column(t, CHANNEL), "*");
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
	if (s->channels)
		tsv_add_column(t, CHANNEL);
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

/* Returns the scores of channel K or, if K is s->channels, of all. */
static const struct scores *of_channel(const struct scores *s, size_t k)
{
	return k < s->channels ? &s->channel[k] : s;
}

static void add_image(const struct scores *s, size_t k, struct tsv *t, size_t i,
		      unsigned what)
{
	const struct score *one = &of_channel(s, k)->list[i];
	size_t row = add_row(t, s, k, one->id, one->split, one->method);

	set_values_of(of_channel(s, k), t, row, one, NULL, what);
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

static void add_set(const struct scores *s, size_t k, struct tsv *t, size_t i)
{
	const struct score *one = &s->list[i];
	size_t row = add_row(t, s, k, "*", one->split, one->method);

	set_values_of(of_channel(s, k), t, row, NULL, one->method, 0);
	set_leaks(s, t, row, one->method);
}

static int is_shown(const struct score *s, unsigned what)
{
	return what & SCORES_LINEAR ||
	       (strcmp(s->method, "linear") && strcmp(s->method, "shuffled"));
}

/* Returns the end of the scores of the image whose scores begin at I. */
static size_t end_of(const struct scores *s, size_t i)
{
	size_t end = i;

	while (end < s->n && !strcmp(s->list[end].id, s->list[i].id))
		end++;
	return end;
}

void scores_table(const struct scores *s, unsigned what, struct tsv *t)
{
	size_t end;

	add_columns(s, what, t);
	for (size_t first = 0; first < s->n; first = end) {
		end = end_of(s, first);
		for (size_t k = 0; k <= s->channels; k++)
			for (size_t i = first; i < end; i++)
				if (is_shown(&s->list[i], what))
					add_image(s, k, t, i, what);
	}
	if (what & SCORES_PART)
		return;
	/* The rows of the first image have the names of the methods. */
	for (size_t k = 0; s->n && k <= s->channels; k++)
		for (size_t i = 0; i < end_of(s, 0); i++)
			if (is_shown(&s->list[i], what))
				add_set(s, k, t, i);
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

/* Adds a row of T to the scores TO. */
static void read_row(struct scores *to, const struct tsv *t, size_t row,
		     const struct tsv *manifest)
{
	const char *why = tsv_get(t, row, tsv_column(t, "leak"));
	const char *file = tsv_get(t, row, tsv_column(t, "prediction"));
	const char *id = tsv_get(t, row, tsv_column(t, "id"));

	to->range = cell_value(t, row, "range");
	to->list = mem_grow(to->list, to->n + 1, sizeof(*to->list));
	to->list[to->n] = (struct score){
		.id = mem_str(id),
		.split = mem_str(tsv_get(t, row, tsv_column(t, "split"))),
		.group = mem_str(group_in(manifest, id)),
		.method = tsv_get(t, row, tsv_column(t, "method")),
		.leak = *why ? mem_str(why) : NULL,
		.file = *file ? mem_str(file) : NULL,
	};
	read_values(&to->list[to->n++], t, row);
}

/* Sets *TO to the scores that a row is of: those of a channel, or S. */
static int find_scores(struct scores *s, struct scores **to,
		       const struct tsv *t, size_t row, struct err *err)
{
	const char *channel = tsv_get(t, row, tsv_column(t, CHANNEL));
	int64_t k;

	*to = s;
	if (!*channel || !strcmp(channel, "*"))
		return 0;
	if (num_int(&k, channel) < 0 || k < 0 || k >= CHANNELS) {
		err_data(err, "'%s' is not the number of a channel", channel);
		return tsv_wrap(t, row, err);
	}
	if ((size_t)k >= s->channels) {
		s->channel = mem_grow(s->channel, (size_t)k + 1,
				      sizeof(*s->channel));
		while (s->channels <= (size_t)k)
			s->channel[s->channels++] =
				(struct scores){ .range = NAN };
	}
	*to = &s->channel[k];
	return 0;
}

int scores_read(struct scores *s, const struct tsv *t,
		const struct tsv *manifest, struct err *err)
{
	int id = tsv_need(t, "id", err), method = tsv_need(t, "method", err);
	struct scores *to;

	*s = (struct scores){ .range = NAN };
	if (id < 0 || method < 0)
		return -1;
	for (size_t i = 0; i < t->rows; i++) {
		if (!strcmp(tsv_get(t, i, id), "*"))
			continue;
		if (find_scores(s, &to, t, i, err) < 0)
			return -1;
		read_row(to, t, i, manifest);
	}
	return 0;
}
