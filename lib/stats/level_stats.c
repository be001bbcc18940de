/*
 * level_stats.c - what a histogram of whole levels says, exactly.
 */
#include "stats/level_stats.h"

#include <math.h>
#include <pthread.h>
#include <string.h>

#include "base/calc.h"
#include "base/size.h"
#include "stats/level_counts.h"

enum {
	FEW = 256,  /* counts whose n log2 n is computed once */
	BESIDE = 16 /* levels beside the lowest or the highest one */
};

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

static struct {
	pthread_once_t once;
	double at[FEW];
} n_log2_n = { .once = PTHREAD_ONCE_INIT };

static void fill_n_log2_n(void)
{
	for (int n = 1; n < FEW; n++)
		n_log2_n.at[n] = n * calc_log2(n);
}

/* What one level after the other adds to the statistics. */
struct level_walk {
	unsigned long bits, step;
	uint64_t most;
	double sum; /* of n log2 n */
	long last;
};

static void add_level(struct level_stats *g, struct level_walk *w, long x,
		      uint64_t n)
{
	w->sum += n < FEW ? n_log2_n.at[n] : (double)n * calc_log2((double)n);
	if (w->step != 1)
		w->step = common((unsigned long)(x - w->last), w->step);
	w->bits |= (unsigned long)x;
	w->last = x;
	if (n > w->most) {
		w->most = n;
		g->mode = (double)x;
	}
}

void level_stats_of(struct level_stats *g, const struct quantile *t)
{
	const uint64_t *n; /* how often each level occurs */
	unsigned char at[LEVEL_COUNTS_RUN];
	struct level_walk w = { 0 };
	long range[2];

	memset(g, 0, sizeof(*g));
	if (t->kind != QUANTILE_LEVELS || !t->seen ||
	    !(n = quantile_range(t, &range[0], &range[1])))
		return;
	pthread_once(&n_log2_n.once, fill_n_log2_n);
	w.last = range[0];
	for (long x = range[0]; x <= range[1]; x += LEVEL_COUNTS_RUN) {
		size_t run = min((size_t)(range[1] - x) + 1, LEVEL_COUNTS_RUN);

		run = level_counts_present(at, n + x, run);
		for (size_t i = 0; i < run; i++)
			add_level(g, &w, x + at[i], n[x + at[i]]);
	}
	g->known = 1;
	g->entropy = fmax(calc_log2((double)t->seen) - w.sum / (double)t->seen,
			  0);
	g->step = (double)w.step;
	while (w.bits && !(w.bits >> g->low_bits & 1))
		g->low_bits++;
	while (w.bits && g->used_bits < 64 && w.bits >> g->used_bits)
		g->used_bits++;
	g->mad = mad_of(n, t->seen, range);
	for (long i = 1; i <= BESIDE && i <= range[1] - range[0]; i++) {
		g->beside_min += n[range[0] + i];
		g->beside_max += n[range[1] - i];
	}
}
