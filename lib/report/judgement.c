/*
 * judgement.c - is a network any good?
 */
#include "report/judgement.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "eval/summary.h"
#include "report/html.h"

/* A smaller part of the best baseline's error is no gain to speak of. */
#define GAIN 0.1

/* With fewer groups it is said how many there were. */
enum { FEW = 6 };

static const char *const words[] = { "GOOD", "DOUBTFUL", "BAD" };
static const char *const styles[] = { "good", "doubt", "bad" };
static const char *const signs[] = { "&#10003;", "?", "&#10007;" };

static void say(struct judgement *v, enum judgement_level level,
		const char *head)
{
	if (level > v->level || !v->head.len) {
		v->level = level;
		buf_clear(&v->head);
		buf_str(&v->head, head);
	}
}

static void find_best(struct judgement *v, const struct scores *s,
		      const char *method)
{
	double least = INFINITY;

	for (size_t i = 0; i < s->n && !strcmp(s->list[i].id, s->list[0].id);
	     i++) {
		const char *name = s->list[i].method;
		double mse = scores_mean(s, name, "mse", NULL);

		if (!strcmp(name, method) || !(mse < least))
			continue;
		least = mse;
		v->best = name;
	}
}

/* How sure it is that the best baseline's mse is larger. */
static struct bootstrap_interval gain(const struct subject *s, const char *best)
{
	const struct scores *t = s->scores;
	double *d = mem_zero(t->n + 1, sizeof(*d));
	size_t n = 0, k = 0;
	struct bootstrap_interval to;

	for (size_t i = 0; i < t->n; i++)
		if (!strcmp(t->list[i].method, s->method))
			d[n++] = -scores_value(&t->list[i], "mse");
	for (size_t i = 0; i < t->n; i++)
		if (!strcmp(t->list[i].method, best) && k < n)
			d[k++] += scores_value(&t->list[i], "mse");
	to = bootstrap_mean(s->bootstrap, d);
	free(d);
	return to;
}

static void compare(struct judgement *v, const struct subject *s)
{
	double model = scores_mean(s->scores, s->method, "mse", NULL);
	double best = scores_mean(s->scores, v->best, "mse", NULL);
	double part = (best - model) / best;
	struct bootstrap_interval in = gain(s, v->best);

	if (!(model < best)) {
		say(v, JUDGEMENT_BAD, "No better than a baseline");
		buf_printf(&v->why,
			   "By mean squared error the baseline %s is as good. ",
			   v->best);
		return;
	}
	buf_printf(&v->why,
		   "It makes %.0f %% less squared error than the best "
		   "baseline (%s). ",
		   100 * part, v->best);
	if (part < GAIN)
		say(v, JUDGEMENT_DOUBT, "Hardly better than a baseline");
	else if (isnan(in.low)) {
		say(v, JUDGEMENT_DOUBT,
		    "Better than the baselines, but on one group only");
		buf_str(&v->why, "How far that holds for others is unknown: "
				 "score two groups or more. ");
	} else if (in.low <= 0) {
		say(v, JUDGEMENT_DOUBT,
		    "Better than the baselines, perhaps by chance");
		buf_str(&v->why, "The 95 % interval of the gain reaches 0. ");
	} else {
		say(v, JUDGEMENT_GOOD, "Better than every baseline");
	}
	if (s->bootstrap->groups < FEW)
		buf_printf(&v->why, "Only %zu %s%s scored. ",
			   s->bootstrap->groups,
			   s->bootstrap->named ? "group" : "image",
			   s->bootstrap->groups == 1 ? " was" : "s were");
}

/* Of a text such as "val,target-fit": 1 if the image only helped to choose
 * among the weights of one training. */
static int is_mild(const char *leak)
{
	return !strcmp(leak, "val") || !strcmp(leak, "val-group") ||
	       !strcmp(leak, "val,val-group");
}

/* How many images leak, mildly or not; sets *FIRST to the reasons of the first
 * of them. */
static size_t leaks(const struct subject *s, int mildly, const char **first)
{
	size_t n = 0;

	for (size_t i = 0; i < s->scores->n; i++) {
		const struct score *one = &s->scores->list[i];

		if (!one->leak || strcmp(one->method, s->method) ||
		    is_mild(one->leak) != mildly)
			continue;
		if (!n++)
			*first = one->leak;
	}
	return n;
}

static void judge_leaks(struct judgement *v, const struct subject *s)
{
	const char *first = NULL;
	size_t n = leaks(s, 0, &first);

	if (n) {
		say(v, JUDGEMENT_BAD, "The scores are too good: they leak");
		buf_printf(&v->why,
			   "%zu scored image%s helped to make the network or "
			   "its units (%s): these scores say nothing about new "
			   "images. ",
			   n, n == 1 ? "" : "s", first);
	}
	n = leaks(s, 1, &first);
	if (n) {
		say(v, JUDGEMENT_DOUBT,
		    "Scored on images that helped to choose the weights");
		buf_printf(&v->why,
			   "%zu scored image%s validated on, or %s group was "
			   "(%s), which flatters the network a little: score a "
			   "split that training did not use. ",
			   n, n == 1 ? " was" : "s were",
			   n == 1 ? "its" : "their", first);
	}
}

/* Channels of the targets in which a baseline is as good, which a mean over
 * channels may hide. */
static void judge_channels(struct judgement *v, const struct subject *s)
{
	for (size_t k = 0; k < s->scores->channels; k++) {
		const struct scores *t = &s->scores->channel[k];
		struct judgement own = { 0 };

		find_best(&own, t, s->method);
		if (!own.best || scores_mean(t, s->method, "mse", NULL) <
					 scores_mean(t, own.best, "mse", NULL))
			continue;
		say(v, JUDGEMENT_DOUBT,
		    "No better than a baseline in a channel");
		buf_printf(&v->why,
			   "In target channel %zu the baseline %s is as good. ",
			   k, own.best);
	}
}

static void judge_scores(struct judgement *v, const struct subject *s)
{
	find_best(v, s->scores, s->method);
	judge_leaks(v, s);
	if (isnan(scores_mean(s->scores, s->method, "mse", NULL))) {
		say(v, JUDGEMENT_BAD, "There is no score");
		return;
	}
	if (v->best) {
		compare(v, s);
		judge_channels(v, s);
	}
	if (!v->best)
		say(v, JUDGEMENT_DOUBT, "Nothing to compare the scores with");
}

void judgement_find(struct judgement *v, const struct subject *s)
{
	*v = (struct judgement){ 0 };
	if (s->state && strcmp(s->state, "done")) {
		say(v, JUDGEMENT_BAD, "The training did not end well");
		buf_printf(&v->why, "Its run is %s. ", s->state);
	}
	for (size_t i = 0; s->required && i < s->required->n; i++)
		if (s->required->list[i].level == MESSAGE_WARNING)
			say(v, JUDGEMENT_BAD,
			    "It does not reach what was "
			    "required");
	if (s->scores && s->scores->n)
		judge_scores(v, s);
	else
		say(v, JUDGEMENT_DOUBT, "Not scored yet");
}

const char *judgement_word(const struct judgement *v)
{
	return words[v->level];
}

void judgement_release(struct judgement *v)
{
	buf_release(&v->head);
	buf_release(&v->why);
	*v = (struct judgement){ 0 };
}

static void tile(struct buf *to, const struct judgement *v,
		 const struct subject *s, const char *metric, const char *about)
{
	size_t m = scores_metric(metric);
	struct bootstrap_interval in = summary_interval(s->bootstrap, s->scores,
							s->method, REGIONS, m);

	buf_printf(to,
		   "<div class=\"tile\"><span>%s <small>%s</small></span><b>",
		   metric, about);
	html_number(to, scores_mean(s->scores, s->method, metric, NULL));
	buf_str(to, "</b>");
	if (!isnan(in.low)) {
		buf_str(to, "<span>95 % interval ");
		html_number(to, in.low);
		buf_str(to, " to ");
		html_number(to, in.high);
		buf_str(to, "</span>");
	}
	if (v->best) {
		buf_printf(to, "<span>best baseline (%s) ", v->best);
		html_number(to, scores_mean(s->scores, v->best, metric, NULL));
		buf_str(to, "</span>");
	}
	buf_str(to, "</div>\n");
}

static void write_required(struct buf *to, const struct messages *m)
{
	if (!m || !m->n)
		return;
	buf_str(to, "<ul class=\"list\">\n");
	for (size_t i = 0; i < m->n; i++) {
		int met = m->list[i].level != MESSAGE_WARNING;

		buf_printf(to, "<li><span class=\"%s\">%s</span> ",
			   met ? "yes" : "fail", met ? "&#10003;" : "&#10007;");
		html_text(to, m->list[i].text);
		buf_str(to, "</li>\n");
	}
	buf_str(to, "</ul>\n");
}

void judgement_write(struct buf *to, const struct judgement *v,
		     const struct subject *s)
{
	buf_printf(to, "<div class=\"verdict %s\"><strong>%s %s: ",
		   styles[v->level], signs[v->level], words[v->level]);
	html_text(to, buf_text(&v->head));
	buf_str(to, "</strong>");
	if (v->why.len) {
		buf_str(to, "<p>");
		html_text(to, buf_text(&v->why));
		buf_str(to, "</p>");
	}
	write_required(to, s->required);
	buf_str(to, "</div>\n");
	if (!s->scores || !s->scores->n)
		return;
	buf_str(to, "<div class=\"tiles\">\n");
	tile(to, v, s, "pearson", "1 is best");
	tile(to, v, s, "nmse", "0 is best, 1 is the mean");
	tile(to, v, s, "ssim", "1 is best");
	buf_str(to, "</div>\n");
}
