/*
 * extreme.c - a few pixels far outside of what all others are.
 */
#include "stats/extreme.h"

#include <math.h>

static const double far = 10, least_share = 0.05;
enum { FEW = 3, ONE_IN = 20000 };

static int is_far(const struct extreme *e, double value)
{
	double width = e->high - e->low;

	return width > 0 &&
	       (value > e->high + far * width || value < e->low - far * width);
}

/* Counts N pixels of VALUE, if this is far. */
static void add(struct extreme *e, double value, uint64_t n, double mean)
{
	if (!n || !is_far(e, value))
		return;
	if (!e->n || fabs(value - mean) > fabs(e->value - mean))
		e->value = value;
	e->n += n;
	e->share += (double)n * (value - mean) * (value - mean);
}

/* Decides whether the far pixels are hot.  SQUARES is the sum of squared
 * deviations over all N pixels. */
static void judge(struct extreme *e, uint64_t n, double squares)
{
	e->share = squares > 0 ? e->share / squares : 0;
	e->is_hot = e->n > 0 && (e->n <= FEW || e->n <= n / ONE_IN) &&
		    e->share > least_share;
}

/* Interpolates between the values of two neighbouring ranks, as in
 * quantile.h. */
static double between(double a, double b, double h)
{
	return a + (b - a) * (h - floor(h));
}

/* Returns the level of rank RANK, counting from the nearer end. */
static long level_at(const uint64_t *count, long low, long high, uint64_t n,
		     uint64_t rank)
{
	if (rank < n / 2) {
		for (; rank >= count[low]; low++)
			rank -= count[low];
		return low;
	}
	rank = n - 1 - rank;
	for (; rank >= count[high]; high--)
		rank -= count[high];
	return high;
}

static double level_percentile(const uint64_t *count, long low, long high,
			       uint64_t n, double percent)
{
	double h = (double)(n - 1) * percent / 100;
	uint64_t rank = (uint64_t)h, next = rank + (rank + 1 < n);

	return between((double)level_at(count, low, high, n, rank),
		       (double)level_at(count, low, high, n, next), h);
}

void extreme_of_levels(struct extreme *e, const uint64_t *count, long low,
		       long high, uint64_t n)
{
	double mean = 0, squares = 0;

	*e = (struct extreme){ 0 };
	if (!n)
		return;
	e->low = level_percentile(count, low, high, n, 0.5);
	e->high = level_percentile(count, low, high, n, 99.5);
	if (!is_far(e, (double)low) && !is_far(e, (double)high))
		return; /* nearly always there are none */
	for (long x = low; x <= high; x++)
		mean += (double)count[x] * (double)x;
	mean /= (double)n;
	for (long x = low; x <= high; x++)
		squares += (double)count[x] * ((double)x - mean) *
			   ((double)x - mean);
	for (long x = low; x <= high; x++)
		add(e, (double)x, count[x], mean);
	judge(e, n, squares);
}

static double sorted_percentile(const float *sorted, size_t n, double percent)
{
	double h = (double)(n - 1) * percent / 100;
	size_t k = (size_t)h;

	return between(sorted[k], sorted[k + (k + 1 < n)], h);
}

void extreme_of_sorted(struct extreme *e, const float *sorted, size_t n)
{
	double mean = 0, squares = 0;

	*e = (struct extreme){ 0 };
	if (!n)
		return;
	for (size_t i = 0; i < n; i++)
		mean += sorted[i];
	mean /= (double)n;
	for (size_t i = 0; i < n; i++)
		squares += (sorted[i] - mean) * (sorted[i] - mean);
	e->low = sorted_percentile(sorted, n, 0.5);
	e->high = sorted_percentile(sorted, n, 99.5);
	for (size_t i = 0; i < n && is_far(e, sorted[i]); i++)
		add(e, sorted[i], 1, mean);
	for (size_t i = n; i-- > 0 && is_far(e, sorted[i]);)
		add(e, sorted[i], 1, mean);
	judge(e, n, squares);
}

void extreme_of_ends(struct extreme *e, const struct extreme_ends *of)
{
	*e = (struct extreme){ .low = of->low, .high = of->high };
	add(e, of->min, of->at_min, of->mean);
	add(e, of->max, of->at_max, of->mean);
	judge(e, of->n, (double)of->n * of->sd * of->sd);
}
