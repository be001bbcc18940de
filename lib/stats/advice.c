/*
 * advice.c - how to normalise one side, from what its images hold.
 */
#include "stats/advice.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "stats/moments.h"

struct one {
	double median, iqr;
	const char *group;
};

static int by_iqr(const void *a, const void *b)
{
	const struct one *x = a, *y = b;

	return (x->iqr > y->iqr) - (x->iqr < y->iqr);
}

/* Of equal groups the order of medians counts: sums come out the same
 * whatever the order of the images. */
static int by_group(const void *a, const void *b)
{
	const struct one *x = a, *y = b;
	int order = strcmp(x->group, y->group);

	return order ? order :
		       (x->median > y->median) - (x->median < y->median);
}

static double middle_iqr(struct one *at, size_t n)
{
	qsort(at, n, sizeof(*at), by_iqr);
	return (at[(n - 1) / 2].iqr + at[n / 2].iqr) / 2;
}

/* The medians' deviation about the mean of each group, all together. */
static double in_groups(struct one *at, size_t n)
{
	double squares = 0;
	size_t groups = 0, end;

	qsort(at, n, sizeof(*at), by_group);
	for (size_t i = 0; i < n; i = end) {
		struct moments m = { 0 };

		if (!at[i].group[0])
			return NAN;
		for (end = i; end < n && !strcmp(at[end].group, at[i].group);
		     end++)
			moments_add(&m, &at[end].median, 1);
		squares += m.m2;
		groups++;
	}
	return groups > 1 && groups < n ? sqrt(squares / (double)n) : NAN;
}

static void choose_scope(struct advice *a)
{
	a->scope = "set";
	if (!(a->between > 0.5 * a->within))
		return;
	a->scope = a->in_groups <= 0.5 * a->within ? "group" : "image";
}

static void choose_method(struct advice *a, const struct summary *each,
			  size_t n, const char *in)
{
	int real = 1, negative = 0, positive = 0;

	for (size_t i = 0; i < n; i++) {
		if (!each[i].n || (in && !in[i]))
			continue;
		real &= pixel_is_float(each[i].type);
		negative |= each[i].min < 0;
		positive |= each[i].max > 0;
	}
	if (real && negative && positive) {
		a->method = "zscore";
		a->why = "values lie on both sides of 0";
	} else if (!(a->within > 0)) {
		a->method = "minmax";
		a->why = "half of a typical image is one value, so that "
			 "percentiles can be equal";
	} else {
		a->method = "percentile";
		a->why = "a few extreme pixels do not count";
	}
}

void advice_make(struct advice *a, const struct summary *each, size_t n,
		 const char *in, const char *const *group)
{
	struct one *at = mem_zero(n + 1, sizeof(*at));
	struct moments m = { 0 };
	size_t k = 0;

	*a = (struct advice){
		.in_groups = NAN, .scope = "", .method = "", .why = ""
	};
	for (size_t i = 0; i < n; i++)
		if (each[i].n && (!in || in[i]))
			at[k++] = (struct one){ each[i].median,
						each[i].q3 - each[i].q1,
						group ? group[i] : "" };
	a->images = k;
	if (k) {
		a->within = middle_iqr(at, k);
		a->in_groups = in_groups(at, k);
		for (size_t i = 0; i < k; i++)
			moments_add(&m, &at[i].median, 1);
		a->between = moments_sd(&m);
		choose_scope(a);
		choose_method(a, each, n, in);
	}
	free(at);
}

void advice_talk(struct strs *to, const struct advice *a, const char *side)
{
	int named = !strcmp(side, "source") || !strcmp(side, "target");
	const char *prefix = named ? side : "", *dash = named ? "-" : "";
	struct buf b = { 0 };

	if (!a->images)
		return;
	buf_printf(&b, "%s: advice: --%s%smethod=%s --%s%sscope=%s", side,
		   prefix, dash, a->method, prefix, dash, a->scope);
	strs_take(to, buf_detach(&b));
	buf_printf(&b,
		   "%s: medians of images lie %.4g apart (sd), which is "
		   "%s half the interquartile range of one (%.4g)",
		   side, a->between,
		   a->between > 0.5 * a->within ? "more than" : "no more than",
		   a->within);
	if (!strcmp(a->scope, "group"))
		buf_printf(&b, "; within a group only %.4g", a->in_groups);
	buf_printf(&b, "; %s", a->why);
	strs_take(to, buf_detach(&b));
}
