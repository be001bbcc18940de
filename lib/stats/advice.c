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

struct brightness {
	double median, iqr;
	const char *group;
};

static int by_iqr(const void *a, const void *b)
{
	const struct brightness *x = a, *y = b;

	return (x->iqr > y->iqr) - (x->iqr < y->iqr);
}

/* Of equal groups the order of medians counts: sums come out the same
 * whatever the order of the images. */
static int by_group(const void *a, const void *b)
{
	const struct brightness *x = a, *y = b;
	int order = strcmp(x->group, y->group);

	return order ? order :
		       (x->median > y->median) - (x->median < y->median);
}

static double middle_iqr(struct brightness *list, size_t n)
{
	qsort(list, n, sizeof(*list), by_iqr);
	return (list[(n - 1) / 2].iqr + list[n / 2].iqr) / 2;
}

/* The medians' deviation about the mean of each group, all together. */
static double in_groups(struct brightness *list, size_t n)
{
	double squares = 0;
	size_t groups = 0, end;

	qsort(list, n, sizeof(*list), by_group);
	for (size_t i = 0; i < n; i = end) {
		struct moments m = { 0 };

		if (!list[i].group[0])
			return NAN;
		for (end = i;
		     end < n && !strcmp(list[end].group, list[i].group); end++)
			moments_add(&m, &list[end].median, 1);
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
	struct brightness *list = mem_zero(n + 1, sizeof(*list));
	struct moments m = { 0 };
	size_t k = 0;

	*a = (struct advice){
		.in_groups = NAN, .scope = "", .method = "", .why = ""
	};
	for (size_t i = 0; i < n; i++)
		if (each[i].n && (!in || in[i]))
			list[k++] =
				(struct brightness){ each[i].median,
						     each[i].q3 - each[i].q1,
						     group ? group[i] : "" };
	a->images = k;
	if (k) {
		a->within = middle_iqr(list, k);
		a->in_groups = in_groups(list, k);
		for (size_t i = 0; i < k; i++)
			moments_add(&m, &list[i].median, 1);
		a->between = moments_sd(&m);
		choose_scope(a);
		choose_method(a, each, n, in);
	}
	free(list);
}

void advice_say(struct messages *to, const struct advice *a, const char *side)
{
	int named = !strcmp(side, "source") || !strcmp(side, "target");
	const char *prefix = named ? side : "", *dash = named ? "-" : "";
	struct buf b = { 0 };

	if (!a->images)
		return;
	messages_info(to, "%s: advice: --%s%smethod=%s --%s%sscope=%s", side,
		      prefix, dash, a->method, prefix, dash, a->scope);
	buf_printf(&b,
		   "%s: medians of images lie %.4g apart (sd), which is "
		   "%s half the interquartile range of one (%.4g)",
		   side, a->between,
		   a->between > 0.5 * a->within ? "more than" : "no more than",
		   a->within);
	if (!strcmp(a->scope, "group"))
		buf_printf(&b, "; within a group only %.4g", a->in_groups);
	buf_printf(&b, "; %s", a->why);
	messages_take(to, MESSAGE_INFO, buf_detach(&b));
}
