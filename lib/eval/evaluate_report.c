/*
 * evaluate_report.c - what came out of an evaluation, in sentences.
 */
#include "eval/evaluate_report.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"

static void add_mean(const struct scores *s, struct buf *to, const char *method,
		     const char *metric)
{
	double x = scores_mean(s, method, metric, NULL);

	if (isnan(x))
		buf_str(to, "undefined");
	else
		buf_printf(to, "%.4g", x);
}

static void add_metric(const struct evaluate *e, const struct scores *s,
		       struct buf *to, const char *metric)
{
	buf_printf(to, "%s ", metric);
	add_mean(s, to, evaluate_method(e), metric);
	if (!e->base->base.images)
		return;
	buf_str(to, " (mean ");
	add_mean(s, to, "mean", metric);
	buf_str(to, ", affine ");
	add_mean(s, to, "affine", metric);
	buf_char(to, ')');
}

static void say_undefined(struct evaluate *e, size_t k)
{
	const struct scores *s = scores_channel(&e->scores, k);
	char *of = evaluate_channel_text(e, k);
	size_t n = evaluate_count(e), undefined;

	for (size_t i = 0; metrics[i]; i++) {
		scores_mean(s, evaluate_method(e), metrics[i]->name,
			    &undefined);
		if (undefined && !(isnan(s->range) && undefined == n))
			messages_warn(&e->messages,
				      "%s%s is undefined for %zu of %zu "
				      "images; these images do not count in "
				      "its mean",
				      metrics[i]->name, of, undefined, n);
	}
	free(of);
}

static void say_worst(struct evaluate *e)
{
	const char *label[3];
	size_t index[3];

	if (scores_pick(&e->scores, evaluate_method(e), EVALUATE_BY, index,
			label) > 1)
		messages_info(&e->messages, "worst image: '%s', %s %.4g",
			      e->scores.list[index[0]].id, EVALUATE_BY,
			      scores_value(&e->scores.list[index[0]],
					   EVALUATE_BY));
}

static void say_beaten(struct evaluate *e, size_t k)
{
	const struct scores *s = scores_channel(&e->scores, k);
	double model = scores_mean(s, "model", "mse", NULL);
	char *of = evaluate_channel_text(e, k);
	const char *beaten = NULL;

	if (scores_mean(s, "mean", "mse", NULL) <= model)
		beaten = "the mean of the train targets";
	else if (scores_mean(s, "affine", "mse", NULL) <= model)
		beaten = "the least-squares line of the source";
	if (beaten)
		messages_warn(&e->messages,
			      "by mse%s, the model is no better than %s", of,
			      beaten);
	free(of);
}

/* Even a constant image may have a high ssim. */
static void warn_alone(struct evaluate *e)
{
	if (!e->base->base.images &&
	    !isnan(scores_mean(&e->scores, evaluate_method(e), "ssim", NULL)))
		messages_warn(&e->messages,
			      "ssim says little without the ssim of a "
			      "baseline: even a constant image may have a "
			      "high ssim");
}

static void add_metrics(const struct evaluate *e, const struct scores *s,
			struct buf *to)
{
	add_metric(e, s, to, EVALUATE_BY);
	buf_str(to, ", ");
	add_metric(e, s, to, "nmse");
	if (!e->base->base.images ||
	    isnan(scores_mean(s, evaluate_method(e), "ssim", NULL)))
		return;
	buf_str(to, ", ");
	add_metric(e, s, to, "ssim");
}

static void say_scores(struct evaluate *e)
{
	size_t n = evaluate_count(e);
	struct buf b = { 0 };

	for (size_t k = 0; k < e->scores.channels; k++) {
		buf_printf(&b, "target channel %zu: ", k);
		add_metrics(e, &e->scores.channel[k], &b);
		messages_info(&e->messages, "%s", buf_text(&b));
		buf_clear(&b);
	}
	buf_printf(&b, "%zu %s%simage%s%s: ", n, e->split ? e->split : "",
		   e->split ? " " : "", n == 1 ? "" : "s",
		   e->scores.channels ? ", the mean over channels" : "");
	add_metrics(e, &e->scores, &b);
	messages_info(&e->messages, "%s", buf_text(&b));
	buf_release(&b);
}

/* Two acquisitions of a target share its signal, and each has noise of its own:
 * if their correlation is r, that of either with the signal is sqrt(r), and so
 * nothing else can be expected to correlate better (Spearman 1904).  With equal
 * variances this is 1 / sqrt(1 + noise / (all - noise)). */
struct noise_ceiling {
	double ceiling, model; /* sums over N targets */
	size_t n, missing;
	size_t same; /* repeats without noise: the target itself */
};

static struct noise_ceiling find_ceiling(const struct scores *all)
{
	struct noise_ceiling c = { 0 };

	for (size_t i = 0; i < all->n; i++) {
		const struct score *s = &all->list[i], *first = s;
		double r = scores_value(s, "pearson");

		if (strcmp(s->method, "repeat"))
			continue;
		while (first > all->list && !strcmp(first[-1].id, s->id))
			first--;
		if (scores_value(s, "mse") == 0) {
			c.same++;
		} else if (r > 0 && !isnan(scores_value(first, "pearson"))) {
			c.ceiling += sqrt(r);
			c.model += scores_value(first, "pearson");
			c.n++;
		} else {
			c.missing++;
		}
	}
	return c;
}

static void say_ceiling(struct evaluate *e, size_t k)
{
	struct noise_ceiling c = find_ceiling(scores_channel(&e->scores, k));
	char *of = evaluate_channel_text(e, k);
	size_t all = c.n + c.missing + c.same;

	if (c.n)
		messages_info(&e->messages,
			      "noise ceiling%s: by %zu repeated target%s, a "
			      "pearson of %.4g is the most to be expected; the "
			      "%s reaches %.4g there, %.3g of it",
			      of, c.n, c.n == 1 ? "" : "s",
			      c.ceiling / (double)c.n, evaluate_method(e),
			      c.model / (double)c.n, c.model / c.ceiling);
	if (c.n && c.model > c.ceiling)
		messages_warn(&e->messages,
			      "the ceiling%s is too low, since the score "
			      "exceeds it: check that the column repeat "
			      "names second acquisitions of the targets",
			      of);
	if (c.same)
		messages_warn(&e->messages,
			      "no noise ceiling%s by %zu of %zu targets: the "
			      "repeat has the same pixels, so it is no second "
			      "acquisition",
			      of, c.same, all);
	if (c.missing)
		messages_warn(&e->messages,
			      "no noise ceiling%s by %zu of %zu targets: there "
			      "is no repeat, or it does not correlate with the "
			      "target",
			      of, c.missing, all);
	free(of);
}

void evaluate_report(struct evaluate *e)
{
	size_t channels = evaluate_channels(e);

	for (size_t k = 0; k < channels; k++)
		say_undefined(e, k);
	say_scores(e);
	for (size_t k = 0; k < channels && e->ceiling; k++)
		say_ceiling(e, k);
	say_worst(e);
	warn_alone(e);
	score_leak_report_pixels(&e->leak, &e->pairs, &e->messages);
	unlike_training_report(&e->unlike, &e->model.trained, &e->messages);
	for (size_t k = 0; k < channels && e->base->base.images; k++)
		say_beaten(e, k);
}
