/*
 * compare.c - two tables of scores compared.
 */
#include "eval/compare.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/num.h"
#include "base/strs.h"
#include "eval/bootstrap.h"
#include "base/wilcoxon.h"
#include "metric/metric.h"

/* With fewer groups no difference is sure: an interval is too narrow, and p
 * cannot be below 1 / 16. */
enum { FEW = 6 };

struct matched { /* images that both tables have */
	size_t n;
	size_t *a, *b;	    /* their rows */
	const char **group; /* belong to the manifest, or "" */
	const char *method;
	const char *channel; /* "" if there is but one */
};

static const char *cell(const struct tsv *t, size_t row, const char *column)
{
	return tsv_get(t, row, tsv_column(t, column));
}

/* CHANNEL is "" if there is but one. */
static int is_of(const struct tsv *t, size_t row, const char *method,
		 const char *channel)
{
	return !strcmp(cell(t, row, "method"), method) &&
	       !strcmp(cell(t, row, "channel"), channel) &&
	       strcmp(cell(t, row, "id"), "*") != 0;
}

/* Returns the row of METHOD for image ID, or -1. */
static long row_of(const struct tsv *t, const char *id, const char *method,
		   const char *channel)
{
	for (size_t i = 0; i < t->rows; i++)
		if (is_of(t, i, method, channel) &&
		    !strcmp(cell(t, i, "id"), id))
			return (long)i;
	return -1;
}

static size_t count_of(const struct tsv *t, const char *method,
		       const char *channel)
{
	size_t n = 0;

	for (size_t i = 0; i < t->rows; i++)
		n += (size_t)is_of(t, i, method, channel);
	return n;
}

/* Appends the channels of the rows of T, each once. */
static void channels_of(const struct tsv *t, struct strs *to)
{
	for (size_t i = 0; i < t->rows; i++)
		if (!strs_has(to, cell(t, i, "channel")))
			strs_add(to, cell(t, i, "channel"));
}

static int same_channels(const struct compare *c, const struct strs *a,
			 const struct strs *b, struct err *err)
{
	int same = a->n == b->n;

	for (size_t i = 0; i < a->n && same; i++)
		same = strs_has(b, a->at[i]);
	return same ? 0 :
		      err_data(err,
			       "'%s' has scores of %zu target channel%s, '%s' "
			       "of %zu: compare runs with the same targets",
			       c->a.name, a->n > 1 ? a->n - 1 : 1,
			       a->n > 2 ? "s" : "", c->b.name,
			       b->n > 1 ? b->n - 1 : 1);
}

static int need_columns(const struct tsv *t, struct err *err)
{
	return tsv_need(t, "id", err) < 0 || tsv_need(t, "method", err) < 0 ?
		       -1 :
		       0;
}

static const char *group_of(const struct tsv *manifest, const char *id)
{
	for (size_t i = 0; manifest && i < manifest->rows; i++)
		if (!strcmp(cell(manifest, i, "id"), id))
			return cell(manifest, i, "group");
	return "";
}

static void release(struct matched *m)
{
	free(m->a);
	free(m->b);
	free(m->group);
}

static const char *method_of(const struct compare *c, const char *channel)
{
	if (c->method)
		return c->method;
	return count_of(c->a.scores, "model", channel) ? "model" : "prediction";
}

/* Returns 1 for the rows of all channels together: what is true of images is
 * said of them once. */
static int is_whole(const struct matched *m)
{
	return !*m->channel || !strcmp(m->channel, "*");
}

static int match(struct matched *m, const struct compare *c,
		 struct messages *messages, struct err *err)
{
	const struct tsv *a = c->a.scores, *b = c->b.scores;
	size_t all;

	m->method = method_of(c, m->channel);
	m->a = mem_zero(a->rows + 1, sizeof(*m->a));
	m->b = mem_zero(a->rows + 1, sizeof(*m->b));
	m->group = mem_zero(a->rows + 1, sizeof(*m->group));
	for (size_t i = 0; i < a->rows; i++) {
		long other;

		if (!is_of(a, i, m->method, m->channel))
			continue;
		other = row_of(b, cell(a, i, "id"), m->method, m->channel);
		if (other < 0)
			continue;
		m->a[m->n] = i;
		m->b[m->n] = (size_t)other;
		m->group[m->n++] = group_of(c->manifest, cell(a, i, "id"));
	}
	all = count_of(a, m->method, m->channel) +
	      count_of(b, m->method, m->channel) - m->n;
	if (!m->n)
		return err_data(err,
				"'%s' and '%s' have no image in common for "
				"the method '%s': score the same rows for both",
				c->a.name, c->b.name, m->method);
	if (all > m->n && is_whole(m))
		messages_warn(messages,
			      "compared on the %zu image%s in both '%s' and "
			      "'%s'; only one of these tables has %zu image%s",
			      m->n, m->n == 1 ? "" : "s", c->a.name, c->b.name,
			      all - m->n, all - m->n == 1 ? "" : "s");
	return 0;
}

/* The value of METRIC, NAN if it is undefined. */
static double value(const struct tsv *t, size_t row, const char *metric)
{
	double x;

	return num_real(&x, cell(t, row, metric)) < 0 ? NAN : x;
}

/* The mean of the train targets has the same error where the targets, and the
 * train rows, are the same. */
static void check_baseline(const struct matched *m, const struct compare *c,
			   struct messages *messages)
{
	for (size_t i = 0; i < m->n; i++) {
		const char *id = cell(c->a.scores, m->a[i], "id");
		long a = row_of(c->a.scores, id, "mean", m->channel);
		long b = row_of(c->b.scores, id, "mean", m->channel);

		if (a < 0 || b < 0 ||
		    !strcmp(cell(c->a.scores, (size_t)a, "mse"),
			    cell(c->b.scores, (size_t)b, "mse")))
			continue;
		messages_warn(messages,
			      "the baseline 'mean' of image '%s' differs: "
			      "'%s' and '%s' were scored on other targets or "
			      "trained on other images",
			      id, c->a.name, c->b.name);
		return;
	}
}

/* MEAN: of the finite values of X in each group of B; returns how many groups
 * have any. */
static size_t group_means(const struct bootstrap *b, const double *x,
			  double *mean)
{
	size_t *count = mem_zero(b->groups + 1, sizeof(*count)), n = 0;

	for (size_t g = 0; g < b->groups; g++)
		mean[g] = 0;
	for (size_t i = 0; i < b->images; i++)
		if (isfinite(x[i])) {
			mean[b->group[i]] += x[i];
			count[b->group[i]]++;
		}
	for (size_t g = 0; g < b->groups; g++)
		if (count[g])
			mean[n++] = mean[g] / (double)count[g];
	free(count);
	return n;
}

struct paired { /* of one metric */
	size_t images, better;
	size_t lost_a, lost_b; /* images undefined in A only, in B only */
	double mean_a, mean_b;
	struct bootstrap_interval in;
	struct wilcoxon test;
};

static void measure(struct paired *to, const struct compare *c,
		    const struct matched *m, const struct bootstrap *b,
		    const struct metric *metric)
{
	double *d = mem_zero(2 * m->n + 2, sizeof(*d)), *mean = d + m->n + 1;

	*to = (struct paired){ 0 };
	for (size_t i = 0; i < m->n; i++) {
		double x = value(c->a.scores, m->a[i], metric->name);
		double y = value(c->b.scores, m->b[i], metric->name);

		d[i] = y - x;
		to->lost_a += !isfinite(x) && isfinite(y);
		to->lost_b += isfinite(x) && !isfinite(y);
		if (!isfinite(d[i]))
			continue;
		to->images++;
		to->mean_a += x;
		to->mean_b += y;
		to->better += d[i] * metric->better > 0;
	}
	to->mean_a /= (double)to->images;
	to->mean_b /= (double)to->images;
	to->in = bootstrap_mean(b, d);
	to->test = wilcoxon_test(mean, group_means(b, d, mean));
	free(d);
}

static void add_row(struct tsv *t, const struct compare *c,
		    const struct matched *m, const struct metric *metric,
		    const struct paired *p)
{
	size_t row = tsv_add_row(t);
	const double x[] = { p->mean_a, p->mean_b, p->mean_b - p->mean_a,
			     p->in.low, p->in.high };
	int column = tsv_column(t, "mean_a");

	tsv_set(t, row, tsv_column(t, "a"), c->a.name);
	tsv_set(t, row, tsv_column(t, "b"), c->b.name);
	if (*m->channel)
		tsv_set(t, row, tsv_column(t, "channel"), m->channel);
	tsv_set(t, row, tsv_column(t, "metric"), metric->name);
	tsv_set_int(t, row, tsv_column(t, "images"), (long long)p->images);
	for (int i = 0; i < 5; i++)
		if (isfinite(x[i]))
			tsv_set_real(t, row, column + i, x[i]);
	tsv_set_int(t, row, tsv_column(t, "b_better"), (long long)p->better);
	tsv_set_int(t, row, tsv_column(t, "units"), (long long)p->test.n);
	tsv_set_real(t, row, tsv_column(t, "p"), p->test.p);
}

static const char *outcome(const struct paired *p, double gain)
{
	if (!(p->in.low > 0 || p->in.high < 0))
		return "the difference may be chance";
	if (p->test.n < FEW)
		return gain > 0 ?
			       "the second seems better, of too few to tell" :
			       "the first seems better, of too few to tell";
	return gain > 0 ? "the second is better" : "the first is better";
}

static void say(const struct compare *c, const struct matched *m,
		const struct bootstrap *b, const struct metric *metric,
		const struct paired *p, struct messages *to)
{
	char *of = !*m->channel ?
			   mem_str("") :
		   is_whole(m) ?
			   mem_str(", the mean over channels") :
			   mem_printf(" of target channel %s", m->channel);

	messages_info(
		to,
		"%s%s: '%s' %.4g, '%s' %.4g: %s; '%s' is better on %zu of "
		"%zu image%s; p = %.3g over %zu %s%s",
		metric->name, of, c->a.name, p->mean_a, c->b.name, p->mean_b,
		outcome(p, (p->mean_b - p->mean_a) * metric->better), c->b.name,
		p->better, p->images, p->images == 1 ? "" : "s", p->test.p,
		p->test.n, b->named ? "group" : "image",
		p->test.n == 1 ? "" : "s");
	free(of);
}

/* What A could not score would make it look better.  N images. */
static void warn_of_lost(const struct compare_side *a,
			 const struct compare_side *b, size_t n,
			 const struct metric *metric, struct messages *to)
{
	if (n)
		messages_warn(to,
			      "%s of '%s' is undefined for %zu image%s for "
			      "which '%s' has a value: left out of both means",
			      metric->name, a->name, n, n == 1 ? "" : "s",
			      b->name);
}

static void add_columns(struct tsv *t, int channels)
{
	static const char *const column[] = { "a",	"b",	      "channel",
					      "metric", "images",     "mean_a",
					      "mean_b", "difference", "low",
					      "high",	"b_better",   "units",
					      "p" };

	for (size_t i = 0; i < sizeof column / sizeof *column; i++)
		if (channels || strcmp(column[i], "channel"))
			tsv_add_column(t, column[i]);
}

static int compare_matched(struct tsv *t, const struct compare *c,
			   const struct matched *m, struct messages *messages)
{
	struct bootstrap b;

	bootstrap_init(&b, m->group, m->n, c->resamples, c->seed);
	for (size_t i = 0; metrics[i]; i++) {
		struct paired p;

		if (!metrics[i]->better ||
		    tsv_column(c->a.scores, metrics[i]->name) < 0 ||
		    tsv_column(c->b.scores, metrics[i]->name) < 0)
			continue;
		measure(&p, c, m, &b, metrics[i]);
		add_row(t, c, m, metrics[i], &p);
		warn_of_lost(&c->a, &c->b, p.lost_a, metrics[i], messages);
		warn_of_lost(&c->b, &c->a, p.lost_b, metrics[i], messages);
		if (p.images && (!strcmp(metrics[i]->name, "pearson") ||
				 !strcmp(metrics[i]->name, "nmse")))
			say(c, m, &b, metrics[i], &p, messages);
	}
	bootstrap_release(&b);
	return 0;
}

static int compare_channel(struct tsv *t, const struct compare *c,
			   const char *channel, struct messages *messages,
			   struct err *err)
{
	struct matched m = { .channel = channel };
	int rc = match(&m, c, messages, err);

	if (!rc) {
		check_baseline(&m, c, messages);
		rc = compare_matched(t, c, &m, messages);
	}
	release(&m);
	return rc;
}

int compare_tables(struct tsv *t, const struct compare *c,
		   struct messages *messages, struct err *err)
{
	struct strs a = { 0 }, b = { 0 };
	int rc = -1;

	if (need_columns(c->a.scores, err) < 0 ||
	    need_columns(c->b.scores, err) < 0)
		return -1;
	channels_of(c->a.scores, &a);
	channels_of(c->b.scores, &b);
	if (!a.n) /* a table without rows, of which match says so */
		strs_add(&a, "");
	if (!b.n)
		strs_add(&b, a.at[0]);
	rc = same_channels(c, &a, &b, err);
	if (!rc)
		add_columns(t, a.n > 1);
	for (size_t i = 0; i < a.n && !rc; i++)
		rc = compare_channel(t, c, a.at[i], messages, err);
	strs_release(&a);
	strs_release(&b);
	return rc;
}
