/*
 * grain.c - what a histogram of whole levels says, exactly.
 */
#include "image/grain.h"

#include <math.h>
#include <string.h>

/* The level of rank RANK (from 0). */
static long level_at(const struct tally *t, long low, uint64_t rank)
{
	uint64_t n;

	for (; rank >= (n = tally_count(t, low)); low++)
		rank -= n;
	return low;
}

/* Twice the deviation, from a median given twice, of rank RANK: outwards
 * from the median, the nearer side first. */
static long deviation_at(const struct tally *t, const long range[2],
			 long median2, uint64_t rank)
{
	long down = median2 >> 1, up = down + 1, last = 0;
	uint64_t seen = 0;

	while (seen <= rank && (down >= range[0] || up <= range[1])) {
		long d = down >= range[0] ? median2 - 2 * down : -1;
		long u = up <= range[1] ? 2 * up - median2 : -1;

		if (u < 0 || (d >= 0 && d <= u)) {
			seen += tally_count(t, down--);
			last = d;
		} else {
			seen += tally_count(t, up++);
			last = u;
		}
	}
	return last;
}

/* Medians are numpy's: the mean of the two in the middle. */
static double mad_of(const struct tally *t, const long range[2])
{
	uint64_t low = (t->seen - 1) / 2, high = t->seen / 2;
	long median2 = level_at(t, range[0], low) +
		       level_at(t, range[0], high);

	return (double)(deviation_at(t, range, median2, low) +
			deviation_at(t, range, median2, high)) / 4;
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

void grain_of(struct grain *g, const struct tally *t)
{
	double n = (double)t->seen, sum = 0;
	unsigned long bits = 0, step = 0;
	uint64_t most = 0, count;
	long range[2], last;

	memset(g, 0, sizeof(*g));
	if (t->kind != TALLY_LEVELS || !t->seen ||
	    tally_range(t, &range[0], &range[1]) < 0)
		return;
	last = range[0];
	for (long x = range[0]; x <= range[1]; x++) {
		if (!(count = tally_count(t, x)))
			continue;
		sum += (double)count * log2((double)count);
		step = common((unsigned long)(x - last), step);
		bits |= (unsigned long)x;
		last = x;
		if (count > most) {
			most = count;
			g->mode = (double)x;
		}
	}
	g->known = 1;
	g->entropy = fmax(log2(n) - sum / n, 0);
	g->step = (double)step;
	while (bits && !(bits >> g->low_bits & 1))
		g->low_bits++;
	while (bits && g->used_bits < 64 && bits >> g->used_bits)
		g->used_bits++;
	g->mad = mad_of(t, range);
}
