/*
 * summary.c - see summary.h.
 */
#include "eval/summary.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"

/* with fewer groups than this, intervals are too narrow */
enum { FEW = 6 };

/* The scores come image by image, with the first method of each image first. */
static size_t methods_of(const struct scores *s)
{
	size_t n = 0;

	while (n < s->n && !strcmp(s->list[n].id, s->list[0].id))
		n++;
	return n;
}

void summary_bootstrap(struct bootstrap *b, const struct scores *s,
		       size_t resamples, uint64_t seed)
{
	size_t step = methods_of(s), n = step ? s->n / step : 0;
	const char **group = mem_zero(n + 1, sizeof(*group));

	for (size_t i = 0; i < n; i++)
		group[i] = s->list[i * step].group;
	bootstrap_init(b, group, n, resamples, seed);
	free(group);
}

struct bootstrap_interval summary_interval(const struct bootstrap *b,
					   const struct scores *s,
					   const char *method,
					   enum region region, size_t metric)
{
	double *x = mem_zero(b->images + 1, sizeof(*x));
	struct bootstrap_interval to;
	size_t n = 0;

	for (size_t i = 0; i < s->n; i++)
		if (!strcmp(s->list[i].method, method))
			x[n++] = scores_part(&s->list[i], region, metric);
	to = bootstrap_mean(b, x);
	free(x);
	return to;
}

struct summary_part {	     /* the name of the group in the scores */
	const char *group;   /* NULL: all images */
	const char *channel; /* NULL: there is but one */
	const char *method;
	enum region region;
	size_t metric;
};

static void add_row(struct tsv *t, const struct scores *s,
		    const struct bootstrap *b, const struct summary_part *p)
{
	size_t row = tsv_add_row(t), n = 0;
	int at = p->channel ? 2 : 1; /* column of the method */
	double sum = 0;

	for (size_t i = 0; i < s->n; i++) {
		const struct score *one = &s->list[i];
		double x = scores_part(one, p->region, p->metric);

		if (strcmp(one->method, p->method) || !isfinite(x) ||
		    (p->group && strcmp(one->group, p->group)))
			continue;
		sum += x;
		n++;
	}
	tsv_set(t, row, 0, p->group ? p->group : "*");
	if (p->channel)
		tsv_set(t, row, 1, p->channel);
	tsv_set(t, row, at, p->method);
	tsv_set(t, row, at + 1,
		p->region == REGIONS ? "all" : region_names[p->region]);
	tsv_set(t, row, at + 2, metrics[p->metric]->name);
	tsv_set_int(t, row, at + 3, (long long)n);
	if (n)
		tsv_set_real(t, row, at + 4, sum / (double)n);
	if (!p->group) {
		struct bootstrap_interval in =
			summary_interval(b, s, p->method, p->region, p->metric);

		if (!isnan(in.low)) {
			tsv_set_real(t, row, at + 5, in.low);
			tsv_set_real(t, row, at + 6, in.high);
		}
	}
}

/* Adds all rows of one group, or of all images. */
static void add_part(struct tsv *t, const struct scores *s,
		     const struct bootstrap *b, const char *group,
		     const char *channel)
{
	size_t n = methods_of(s);
	int regions = scores_have_regions(s);

	for (size_t i = 0; i < n; i++)
		for (int k = 0; k <= REGIONS; k++) {
			/* The whole image comes first. */
			int region = (k + REGIONS) % (REGIONS + 1);

			for (size_t m = 0; metrics[m]; m++) {
				struct summary_part p = { group, channel,
							  s->list[i].method,
							  (enum region)region,
							  m };

				if (region == REGIONS ||
				    (regions && metrics[m]->eval))
					add_row(t, s, b, &p);
			}
		}
}

static int is_first_of_group(const struct scores *s, size_t i)
{
	for (size_t k = 0; k < i; k++)
		if (!strcmp(s->list[k].group, s->list[i].group))
			return 0;
	return *s->list[i].group;
}

static void add_channel(struct tsv *t, const struct scores *s,
			const struct bootstrap *b, const char *channel)
{
	add_part(t, s, b, NULL, channel);
	for (size_t i = 0; i < s->n; i++)
		if (is_first_of_group(s, i))
			add_part(t, s, b, s->list[i].group, channel);
}

void summary_table(struct scores *s, const struct bootstrap *b, struct tsv *t)
{
	static const char *const column[] = { "group",	"channel", "method",
					      "region", "metric",  "images",
					      "mean",	"low",	   "high" };

	for (size_t i = 0; i < sizeof column / sizeof *column; i++)
		if (i != 1 || s->channels)
			tsv_add_column(t, column[i]);
	for (size_t k = 0; k < s->channels; k++) {
		char *name = mem_printf("%zu", k);

		add_channel(t, &s->channel[k], b, name);
		free(name);
	}
	add_channel(t, s, b, s->channels ? "*" : NULL);
}

/* Adds what summary_say says of S, called OF. */
static void say(const struct scores *s, const char *of,
		const struct bootstrap *b, const char *method,
		struct messages *to)
{
	static const char *const name[] = { "pearson", "nmse", "ssim" };
	const char *what = b->named ? "group" : "image";
	struct buf text = { 0 };

	for (size_t i = 0; i < sizeof name / sizeof *name; i++) {
		struct bootstrap_interval in =
			summary_interval(b, s, method, REGIONS,
					 scores_metric(name[i]));

		if (!isnan(in.low))
			buf_printf(&text, "%s %s %.4g to %.4g",
				   text.len ? "," : "", name[i], in.low,
				   in.high);
	}
	if (text.len)
		messages_info(to,
			      "%d %% intervals%s over %zu %ss:%s (%zu "
			      "resamples, seed %" PRIu64 ")%s",
			      BOOTSTRAP_LEVEL, of, b->groups, what,
			      buf_text(&text), b->resamples, b->seed,
			      b->groups < FEW ?
				      "; they are too narrow with so few" :
				      "");
	buf_release(&text);
}

void summary_say(const struct scores *s, const struct bootstrap *b,
		 const char *method, struct messages *to)
{
	for (size_t k = 0; k < s->channels; k++) {
		char *of = mem_printf(" of target channel %zu", k);

		say(&s->channel[k], of, b, method, to);
		free(of);
	}
	say(s, s->channels ? " of the mean over channels" : "", b, method, to);
}
