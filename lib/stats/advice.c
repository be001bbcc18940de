/*
 * advice.c - how to normalise one side, from what its images hold.
 */
#include "stats/advice.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/strs.h"
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

/* Within a group, sorts by median, so that sums do not depend on the order of
 * the images. */
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

/* Returns the standard deviation of the medians about the means of their
 * groups, over all groups. */
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

/* Returns 1 if the group of each of the N images contains an image whose IN is
 * not 0. */
static int are_fitted(const char *const *group, const char *in, size_t n)
{
	struct strs fitted = { 0 };
	size_t i = 0;

	for (; i < n; i++)
		if (!in || in[i])
			strs_add(&fitted, group[i]);
	strs_sort(&fitted);
	for (i = 0; i < n; i++)
		if (strs_find(&fitted, group[i]) < 0)
			break;
	strs_release(&fitted);
	return i == n;
}

static int is_target(const struct advice *a)
{
	return !strncmp(a->side, "target", 6);
}

static int lie_apart(const struct advice *a)
{
	return a->between > 0.5 * a->within;
}

static void choose_scope(struct advice *a)
{
	a->scope = "set";
	if (is_target(a) || !lie_apart(a))
		return;
	a->scope = a->in_groups <= 0.5 * a->within && !a->no_fit ? "group" :
								   "image";
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
		a->why = "half of a typical image has one value, so that "
			 "percentiles may be equal";
	} else {
		a->method = "percentile";
		a->why = "percentiles leave out a few extreme pixels";
	}
}

void advice_make(struct advice *a, const struct summary *each, size_t n,
		 const char *in, const char *const *group, int unlisted)
{
	struct brightness *list = mem_zero(n + 1, sizeof(*list));
	struct moments m = { 0 };
	size_t k = 0;

	*a = (struct advice){ .side = a->side,
			      .in_groups = NAN,
			      .scope = "",
			      .method = "",
			      .why = "" };
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
		a->no_fit = unlisted || (group && !are_fitted(group, in, n));
		for (size_t i = 0; i < k; i++)
			moments_add(&m, &list[i].median, 1);
		a->between = moments_sd(&m);
		choose_scope(a);
		choose_method(a, each, n, in);
	}
	free(list);
}

static void say_options(struct buf *b, const struct advice *a,
			enum advice_part parts)
{
	int is_source = !strncmp(a->side, "source", 6);
	const char *prefix = is_target(a) ? "target" :
			     is_source	  ? "source" :
					    "";
	const char *dash = *prefix ? "-" : "";

	if (parts & ADVICE_METHOD)
		buf_printf(b, "--%s%smethod=%s", prefix, dash, a->method);
	if (parts & ADVICE_SCOPE)
		buf_printf(b, "%s--%s%sscope=%s",
			   parts & ADVICE_METHOD ? " " : "", prefix, dash,
			   a->scope);
}

static void say_why_scope(struct buf *b, const struct advice *a)
{
	if (is_target(a))
		buf_str(b, "with one scale for all targets, predictions of "
			   "new images can be converted back");
	if (is_target(a) && !lie_apart(a))
		return;
	buf_printf(b,
		   "%smedians of images differ by %.4g (sd), %s half the "
		   "interquartile range of an image (%.4g)",
		   is_target(a) ? ", though " : "", a->between,
		   lie_apart(a) ? "more than" : "no more than", a->within);
	if (is_target(a) || !lie_apart(a) || !(a->in_groups <= 0.5 * a->within))
		return;
	buf_printf(b, "; medians within a group differ by only %.4g",
		   a->in_groups);
	if (a->no_fit)
		buf_str(b, ", but not every group has an image to fit to");
}

void advice_say(struct messages *to, const struct advice *a, const char *lead,
		enum advice_part parts)
{
	struct buf b = { 0 };

	if (!a->images)
		return;
	buf_printf(&b, "%s: %s: ", a->side, lead);
	say_options(&b, a, parts);
	buf_str(&b, ": ");
	if (parts & ADVICE_SCOPE)
		say_why_scope(&b, a);
	if (parts & ADVICE_METHOD)
		buf_printf(&b, "%s%s", parts & ADVICE_SCOPE ? "; " : "",
			   a->why);
	messages_take(to, MESSAGE_INFO, buf_detach(&b));
}
