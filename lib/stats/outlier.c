/*
 * outlier.c - how one image differs from the rest of its set.
 */
#include "stats/outlier.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"

enum { FEW = 5, FAR = 5, DRIFT = 4 };

static int by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static double middle(double *x, size_t n)
{
	qsort(x, n, sizeof(*x), by_value);
	return (x[(n - 1) / 2] + x[n / 2]) / 2;
}

/* Replaces each X by its robust z; some are NAN. */
static void score(double *x, size_t n)
{
	double *known = mem_zero(n + 1, sizeof(*known)), center, scale;
	double sum = 0;
	size_t k = 0;

	for (size_t i = 0; i < n; i++)
		if (!isnan(x[i]))
			known[k++] = x[i];
	center = k ? middle(known, k) : NAN;
	for (size_t i = 0; i < k; i++)
		known[i] = fabs(known[i] - center);
	scale = k ? 1.4826 * middle(known, k) : NAN;
	/* sorted, so that the sum does not depend on the order */
	for (size_t i = 0; i < k; i++)
		sum += known[i];
	if (k && !scale)
		scale = 1.2533 * sum / (double)k;
	for (size_t i = 0; i < n; i++)
		x[i] = k < FEW	      ? NAN :
		       x[i] == center ? 0 :
					(x[i] - center) / scale;
	free(known);
}

static int is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Compares two runs of digits and moves behind them. */
static int by_digits(const char **a, const char **b)
{
	size_t n = 0, m = 0;
	int order;

	while (**a == '0')
		++*a;
	while (**b == '0')
		++*b;
	while (is_digit((*a)[n]))
		n++;
	while (is_digit((*b)[m]))
		m++;
	order = n != m ? (n > m) - (n < m) : memcmp(*a, *b, n);
	*a += n;
	*b += m;
	return order;
}

int outlier_by_name(const char *a, const char *b)
{
	const char *x = a, *y = b;

	while (*x && *y) {
		if (is_digit(*x) && is_digit(*y)) {
			int order = by_digits(&x, &y);

			if (order)
				return order;
		} else if (*x != *y) {
			break;
		} else {
			x++;
			y++;
		}
	}
	return *x || *y ? strcmp(x, y) : strcmp(a, b);
}

struct item {
	const char *name;
	double value, rank;
};

static int items_by_name(const void *a, const void *b)
{
	const struct item *x = a, *y = b;
	int order = outlier_by_name(x->name, y->name);

	return order ? order : by_value(&x->value, &y->value);
}

static int items_by_value(const void *a, const void *b)
{
	const struct item *x = a, *y = b;
	int order = by_value(&x->value, &y->value);

	return order ? order : (x->rank > y->rank) - (x->rank < y->rank);
}

/* Returns Pearson's correlation of ranks; equal values share their mean
 * rank. */
static double rank_correlation(struct item *list, size_t n)
{
	double mean = ((double)n - 1) / 2, xy = 0, yy = 0, xx = 0;
	size_t end;

	qsort(list, n, sizeof(*list), items_by_name);
	for (size_t i = 0; i < n; i++)
		list[i].rank = (double)i;
	qsort(list, n, sizeof(*list), items_by_value);
	for (size_t i = 0; i < n; i = end) {
		double y;

		for (end = i; end < n && list[end].value == list[i].value;)
			end++;
		y = (double)(i + end - 1) / 2 - mean;
		for (size_t k = i; k < end; k++) {
			xy += (list[k].rank - mean) * y;
			xx += (list[k].rank - mean) * (list[k].rank - mean);
			yy += y * y;
		}
	}
	return n < FEW || !yy ? NAN : xy / sqrt(xx * yy);
}

void outlier_make(struct outliers *s, const struct set_stats *of,
		  const struct strs *names)
{
	struct item *list = mem_zero(of->n + 1, sizeof(*list));
	size_t k = 0;

	*s = (struct outliers){ 0 };
	s->median_z = mem_zero(of->n + 1, sizeof(double));
	s->iqr_z = mem_zero(of->n + 1, sizeof(double));
	for (size_t i = 0; i < of->n; i++) {
		const struct summary *e = &of->each[i];

		s->median_z[i] = e->n ? e->median : NAN;
		s->iqr_z[i] = e->n ? e->q3 - e->q1 : NAN;
		if (e->n)
			list[k++] = (struct item){ names->at[i], e->median, 0 };
	}
	score(s->median_z, of->n);
	score(s->iqr_z, of->n);
	s->drift = rank_correlation(list, k);
	s->n = k;
	free(list);
}

void outlier_release(struct outliers *s)
{
	free(s->median_z);
	free(s->iqr_z);
	*s = (struct outliers){ 0 };
}

/* Reports outliers, at most five by name. */
static void say_far(struct messages *to, const struct set_stats *of,
		    const double *z, const char *label, const char *what)
{
	struct buf b = { 0 };
	size_t n = 0;

	for (size_t i = 0; i < of->n; i++)
		if (fabs(z[i]) > FAR && n++ < 5)
			buf_printf(&b, "%s'%s' (%+.1f)", n > 1 ? ", " : "",
				   of->ref[i], z[i]);
	if (n)
		messages_info(to,
			      "%s%zu image%s with %s far from that of most "
			      "images (robust z in brackets): %s%s",
			      label, n, n == 1 ? "" : "s", what, buf_text(&b),
			      n > 5 ? ", ..." : "");
	buf_release(&b);
}

void outlier_say(struct messages *to, const struct outliers *s,
		 const struct set_stats *of, const char *label)
{
	say_far(to, of, s->median_z, label, "a median");
	say_far(to, of, s->iqr_z, label, "an interquartile range");
	if (fabs(s->drift) * sqrt((double)s->n - 1) > DRIFT)
		messages_info(
			to,
			"%smedians %s in the order of the names "
			"(Spearman's rho %.2f): perhaps the sample bleaches, "
			"or the lamp drifts",
			label, s->drift > 0 ? "rise" : "fall", s->drift);
}
