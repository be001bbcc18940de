/*
 * fit_rule.c - computes offset and scale from statistics.  See fit_rule.h.
 */
#include "norm/fit_rule.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/num.h"
#include "base/strs.h"

/* The value scaled to 0, and its distance from the value scaled to 1. */
struct fit_rule_scale {
	double zero, one;
};

static struct fit_rule_scale percentile(const struct fit_rule *r,
					const struct summary *s)
{
	(void)r;
	return (struct fit_rule_scale){ s->percentile[NORM_LOW],
					s->percentile[NORM_HIGH] -
						s->percentile[NORM_LOW] };
}

static struct fit_rule_scale minmax(const struct fit_rule *r,
				    const struct summary *s)
{
	(void)r;
	return (struct fit_rule_scale){ s->min, s->max - s->min };
}

static struct fit_rule_scale zscore(const struct fit_rule *r,
				    const struct summary *s)
{
	(void)r;
	return (struct fit_rule_scale){ s->mean, s->sd };
}

static struct fit_rule_scale robust(const struct fit_rule *r,
				    const struct summary *s)
{
	(void)r;
	return (struct fit_rule_scale){ s->percentile[NORM_MEDIAN],
					s->percentile[NORM_Q3] -
						s->percentile[NORM_Q1] };
}

static struct fit_rule_scale fixed(const struct fit_rule *r,
				   const struct summary *s)
{
	(void)s;
	return (struct fit_rule_scale){ r->from, r->to - r->from };
}

static struct fit_rule_scale none(const struct fit_rule *r,
				  const struct summary *s)
{
	(void)r;
	(void)s;
	return (struct fit_rule_scale){ 0, 1 };
}

static const struct {
	const char *name;
	struct fit_rule_scale (*fit)(const struct fit_rule *,
				     const struct summary *);
	int given, unit;
	const char *distance; /* what is wrong if the distance is 0 */
	const char *instead;
} method[] = {
	{ "percentile", percentile, 0, 1, "the two percentiles are equal",
	  "use other percentiles, or --method=minmax" },
	{ "minmax", minmax, 0, 1, "minimum and maximum are equal",
	  "use --method=fixed or none" },
	{ "zscore", zscore, 0, 0, "the standard deviation is 0",
	  "use --method=fixed or none" },
	{ "robust", robust, 0, 0, "the quartiles are equal",
	  "use --method=percentile or minmax" },
	{ "fixed", fixed, 1, 1, "the range is empty", "give another range" },
	{ "none", none, 1, 0, "", "" },
};

#define METHODS "percentile", "minmax", "zscore", "robust", "fixed", "none"
#define SCOPES "set", "group", "image"

const char *const fit_rule_methods[] = { METHODS, NULL };
const char *const fit_rule_scopes[] = { SCOPES, NULL };
const char *const fit_rule_method_choices[] = { "auto", METHODS, NULL };
const char *const fit_rule_scope_choices[] = { "auto", SCOPES, NULL };

static size_t find(const struct fit_rule *r)
{
	size_t i = 0;

	while (strcmp(method[i].name, r->method)) {
		i++;
		assert(i < sizeof(method) / sizeof(*method));
	}
	return i;
}

void fit_rule_percents(const struct fit_rule *r, double percent[NORM_PERCENTS])
{
	percent[NORM_LOW] = r->low;
	percent[NORM_HIGH] = r->high;
	percent[NORM_Q1] = 25;
	percent[NORM_MEDIAN] = 50;
	percent[NORM_Q3] = 75;
}

int fit_rule_is_given(const struct fit_rule *r)
{
	return method[find(r)].given;
}

int fit_rule_is_unit(const struct fit_rule *r)
{
	return method[find(r)].unit;
}

static double nine_digits(double x)
{
	char text[NUM_MAX];

	num_real(&x, num_text(text, x));
	return x;
}

/* Rounds an offset to nine digits, unless they are too few because the offset
 * is large compared with the width of its range. */
static double near_enough(double offset, double distance)
{
	double x = nine_digits(offset);

	return fabs(x - offset) <= 1e-6 * fabs(distance) ? x : offset;
}

int fit_rule(struct norm *to, const struct fit_rule *r, const struct summary *s,
	     const char *what, struct err *err)
{
	size_t i = find(r);
	struct fit_rule_scale f = method[i].fit(r, s);

	to->offset = near_enough(f.zero, f.one);
	to->scale = nine_digits(1 / f.one);
	if (f.one != 0 && isfinite(to->offset) && isfinite(to->scale) &&
	    to->scale != 0)
		return 0;
	return err_data(err,
			"%s cannot be scaled by --method=%s: %s "
			"(values %.9g to %.9g)%s%s",
			what, r->method,
			f.one != 0 ? "the range is too wide or too narrow" :
				     method[i].distance,
			s->min, s->max, f.one != 0 ? "" : ": ",
			f.one != 0 ? "" : method[i].instead);
}

int fit_rule_range(struct fit_rule *r, const char *text, struct err *err)
{
	struct strs part = { 0 };
	int rc = 0;

	strs_split(&part, text ? text : "", ',');
	if (part.n != 2 || num_real(&r->from, part.at[0]) < 0 ||
	    num_real(&r->to, part.at[1]) < 0 || !(r->from < r->to) ||
	    !isfinite(r->to - r->from))
		rc = err_usage(err,
			       "--method=fixed needs two rising "
			       "numbers, as in --range=0,65535%s%s",
			       text ? "; found " : "", text ? text : "");
	strs_release(&part);
	return rc;
}

/* Returns the two numbers of a method, or NULL if it has none. */
static double *numbers(struct fit_rule *r)
{
	if (!strcmp(r->method, "percentile"))
		return &r->low;
	return strcmp(r->method, "fixed") ? NULL : &r->from;
}

void fit_rule_text(const struct fit_rule *r, struct buf *to)
{
	struct fit_rule copy = *r;
	const double *x = numbers(&copy);
	char low[NUM_MAX], high[NUM_MAX];

	buf_str(to, r->method);
	if (x)
		buf_printf(to, " %s %s", num_exact(low, x[0]),
			   num_exact(high, x[1]));
}

static int parse(struct fit_rule *r, const struct strs *word)
{
	double *x;

	for (size_t i = 0; word->n && fit_rule_methods[i]; i++)
		if (!strcmp(fit_rule_methods[i], word->at[0]))
			r->method = fit_rule_methods[i];
	if (!r->method)
		return -1;
	x = numbers(r);
	if (word->n != (x ? 3 : 1))
		return -1;
	return x && (num_real(&x[0], word->at[1]) < 0 ||
		     num_real(&x[1], word->at[2]) < 0 || !(x[0] < x[1]) ||
		     !isfinite(x[1] - x[0])) ?
		       -1 :
		       0;
}

int fit_rule_parse(struct fit_rule *r, const char *text, struct err *err)
{
	struct strs word = { 0 };
	int rc;

	*r = (struct fit_rule){ .scope = "image", .low = 1, .high = 99 };
	strs_split(&word, text, ' ');
	rc = parse(r, &word);
	strs_release(&word);
	if (!rc && (r->low < 0 || r->high > 100))
		rc = -1;
	return rc ? err_data(err, "'%s' is not a rule of normalisation", text) :
		    0;
}

int fit_rule_image(struct norm *to, const struct fit_rule *r, const char *ref,
		   int threads, struct err *err)
{
	double percent[NORM_PERCENTS];
	struct set_stats s = { .ref = &ref,
			       .n = 1,
			       .percent = percent,
			       .percents = NORM_PERCENTS,
			       .threads = threads };
	char *what = mem_printf("'%s'", ref);
	int rc;

	fit_rule_percents(r, percent);
	rc = set_stats_run(&s, err);
	if (!rc)
		rc = fit_rule(to, r, &s.each[0], what, err);
	set_stats_release(&s);
	free(what);
	return rc;
}

void fit_rule_describe(const struct fit_rule *r, struct buf *zero,
		       struct buf *one)
{
	if (!strcmp(r->method, "percentile")) {
		buf_printf(zero, "percentile %g", r->low);
		buf_printf(one, "percentile %g", r->high);
	} else if (!strcmp(r->method, "minmax")) {
		buf_str(zero, "minimum");
		buf_str(one, "maximum");
	} else if (!strcmp(r->method, "zscore")) {
		buf_str(zero, "mean");
		buf_str(one, "mean + sd");
	} else if (!strcmp(r->method, "robust")) {
		buf_str(zero, "median");
		buf_str(one, "median + interquartile range");
	} else if (!strcmp(r->method, "fixed")) {
		buf_printf(zero, "%g", r->from);
		buf_printf(one, "%g", r->to);
	}
}
