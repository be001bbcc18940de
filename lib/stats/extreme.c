/*
 * extreme.c - a few pixels far outside of what all others are.
 */
#include "stats/extreme.h"

#include <math.h>

static const double least_share = 0.05;
static const double cuts[] = { 10, 100, 1000 };
enum { CUTS = 3, FEW = 3, ONE_IN = 500, ONE_IN_ENDS = 2000, TAIL = 20 };

struct beyond {		  /* the pixels beyond each of the cuts */
	uint64_t n, tail; /* TAIL: those beyond a tenth of it only */
	double value, squares;
};

/* Returns how far VALUE lies outside of the robust range, in its widths. */
static double distance(const struct extreme *e, double value)
{
	double width = e->high - e->low;

	return width > 0 ? fmax(value - e->high, e->low - value) / width : 0;
}

/* Counts N pixels of VALUE. */
static void add(const struct extreme *e, struct beyond *of, double value,
		uint64_t n, double mean)
{
	double at = distance(e, value);

	for (int i = 0; n && i < CUTS; i++) {
		struct beyond *b = &of[i];

		if (at <= cuts[i]) {
			b->tail += at > cuts[i] / 10 ? n : 0;
			continue;
		}
		if (!b->n || fabs(value - mean) > fabs(b->value - mean))
			b->value = value;
		b->n += n;
		b->squares += (double)n * (value - mean) * (value - mean);
	}
}

/* Decides whether the pixels beyond one of the cuts are hot.  At most FEW can
 * be.  SQUARES is the sum of squared deviations over all pixels. */
static void judge(struct extreme *e, const struct beyond *of, uint64_t few,
		  double squares)
{
	few = few < FEW ? FEW : few;
	for (int i = 0; i < CUTS && !e->is_hot; i++) {
		const struct beyond *b = &of[i];

		if (i && !b->n)
			break;
		e->n = b->n;
		e->value = b->value;
		e->share = squares > 0 ? b->squares / squares : 0;
		e->is_dead = b->n && b->value < e->low;
		e->is_hot = b->n && b->n <= few && b->tail * TAIL <= b->n &&
			    e->share > least_share;
	}
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
	struct beyond of[CUTS] = { 0 };
	double mean = 0, squares = 0;

	*e = (struct extreme){ 0 };
	if (!n)
		return;
	e->low = level_percentile(count, low, high, n, 0.5);
	e->high = level_percentile(count, low, high, n, 99.5);
	if (fmax(distance(e, (double)low), distance(e, (double)high)) <=
	    cuts[0])
		return; /* nearly always there are none */
	for (long x = low; x <= high; x++)
		mean += (double)count[x] * (double)x;
	mean /= (double)n;
	for (long x = low; x <= high; x++)
		squares += (double)count[x] * ((double)x - mean) *
			   ((double)x - mean);
	for (long x = low; x <= high; x++)
		add(e, of, (double)x, count[x], mean);
	judge(e, of, n / ONE_IN, squares);
}

static double sorted_percentile(const float *sorted, size_t n, double percent)
{
	double h = (double)(n - 1) * percent / 100;
	size_t k = (size_t)h;

	return between(sorted[k], sorted[k + (k + 1 < n)], h);
}

void extreme_of_sorted(struct extreme *e, const float *sorted, size_t n)
{
	struct beyond of[CUTS] = { 0 };
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
	for (size_t i = 0; i < n && sorted[i] < e->low; i++)
		add(e, of, sorted[i], 1, mean);
	for (size_t i = n; i-- > 0 && sorted[i] > e->high;)
		add(e, of, sorted[i], 1, mean);
	judge(e, of, n / ONE_IN, squares);
}

void extreme_of_ends(struct extreme *e, const struct extreme_ends *ends)
{
	struct beyond of[CUTS] = { 0 };

	*e = (struct extreme){ .low = ends->low, .high = ends->high };
	add(e, of, ends->min, ends->at_min, ends->mean);
	add(e, of, ends->max, ends->at_max, ends->mean);
	judge(e, of, ends->n / ONE_IN_ENDS,
	      (double)ends->n * ends->sd * ends->sd);
}
