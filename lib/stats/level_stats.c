/*
 * level_stats.c - what a histogram of whole levels says, exactly.
 */
#include "stats/level_stats.h"

#include <math.h>
#include <string.h>

#include "base/calc.h"

/* Returns the level of rank RANK, from 0. */
static long level_at(const uint64_t *n, long low, uint64_t rank)
{
	for (; rank >= n[low]; low++)
		rank -= n[low];
	return low;
}

/* Returns twice the deviation of rank RANK from the median, which is given as
 * MEDIAN2, twice its value.  Walks away from the median, the nearer side
 * first. */
static long deviation_at(const uint64_t *n, const long range[2], long median2,
			 uint64_t rank)
{
	long down = median2 >> 1, up = down + 1, last = 0;
	uint64_t seen = 0;

	while (seen <= rank && (down >= range[0] || up <= range[1])) {
		long d = down >= range[0] ? median2 - 2 * down : -1;
		long u = up <= range[1] ? 2 * up - median2 : -1;

		if (u < 0 || (d >= 0 && d <= u)) {
			seen += n[down--];
			last = d;
		} else {
			seen += n[up++];
			last = u;
		}
	}
	return last;
}

/* Returns the median absolute deviation.  Like numpy's, a median of an even
 * number of values is the mean of the two in the middle. */
static double mad_of(const uint64_t *n, uint64_t seen, const long range[2])
{
	uint64_t low = (seen - 1) / 2, high = seen / 2;
	long median2 = level_at(n, range[0], low) + level_at(n, range[0], high);

	return (double)(deviation_at(n, range, median2, low) +
			deviation_at(n, range, median2, high)) /
	       4;
}

static unsigned long common(unsigned long a, unsigned long b)
{
	while (b) {
		unsigned long rest = a % b;

		a = b;
		b = rest;
	}
	return a;
}

void level_stats_of(struct level_stats *g, const struct quantile *t)
{
	const uint64_t *n; /* how often each level occurs */
	unsigned long bits = 0, step = 0;
	uint64_t most = 0;
	double sum = 0;
	long range[2], last;

	memset(g, 0, sizeof(*g));
	if (t->kind != QUANTILE_LEVELS || !t->seen ||
	    !(n = quantile_range(t, &range[0], &range[1])))
		return;
	last = range[0];
	for (long x = range[0]; x <= range[1]; x++) {
		if (!n[x])
			continue;
		/* in a small image most counts are 1, and 1 log2 1 is 0 */
		if (n[x] > 1)
			sum += (double)n[x] * calc_log2((double)n[x]);
		if (step != 1)
			step = common((unsigned long)(x - last), step);
		bits |= (unsigned long)x;
		last = x;
		if (n[x] > most) {
			most = n[x];
			g->mode = (double)x;
		}
	}
	g->known = 1;
	g->entropy = fmax(calc_log2((double)t->seen) - sum / (double)t->seen,
			  0);
	g->step = (double)step;
	while (bits && !(bits >> g->low_bits & 1))
		g->low_bits++;
	while (bits && g->used_bits < 64 && bits >> g->used_bits)
		g->used_bits++;
	g->mad = mad_of(n, t->seen, range);
}
