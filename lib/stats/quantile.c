/*
 * quantile.c - exact percentiles of any number of values in bounded memory.
 *
 * Integers of up to 16 bits are counted by level.  Any other number becomes a
 * key of 32 or 64 bits that sorts in the same order.  The first pass counts the
 * values by the highest 16 bits of their keys.  The counts give the highest 16
 * bits of each key that is sought.  The next pass looks only at keys that begin
 * with these bits, and counts them by their next 16 bits; and so on.
 */
#include "stats/quantile.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

enum { BINS = 65536, ZERO = 32768, LEVELS = ZERO + BINS };

static int passes(const struct quantile *t)
{
	return t->kind == QUANTILE_LEVELS ? 1 : t->kind == QUANTILE_F32 ? 2 : 4;
}

enum quantile_kind quantile_kind_of(enum pixel type)
{
	switch (type) {
	case PIXEL_U8:
	case PIXEL_I8:
	case PIXEL_U16:
	case PIXEL_I16:
		return QUANTILE_LEVELS;
	case PIXEL_F16:
	case PIXEL_F32:
		return QUANTILE_F32;
	default:
		return QUANTILE_F64;
	}
}

enum quantile_kind quantile_kind_both(enum quantile_kind a,
				      enum quantile_kind b)
{
	/* each kind represents the values of the kinds before it */
	return a > b ? a : b;
}

/* Allocates memory for a pass when its first value is added: between two passes
 * there may be thousands of quantiles. */
static void start(struct quantile *t)
{
	if (t->count)
		return;
	t->low = LEVELS;
	t->high = 0;
	t->count = mem_zero(t->kind == QUANTILE_LEVELS ? LEVELS :
							 t->prefixes * BINS,
			    sizeof(*t->count));
	if (!t->pass)
		return;
	t->first = mem_zero(BINS, sizeof(*t->first));
	for (size_t i = 0, top = 0; top < BINS; top++) {
		while (i < t->prefixes &&
		       t->prefix[i] >> 16 * (t->pass - 1) < top)
			i++;
		t->first[top] = (short)i;
	}
}

void quantile_init(struct quantile *t, enum quantile_kind kind,
		   const double *percent, size_t percents)
{
	*t = (struct quantile){
		.kind = kind,
		.percent = percent,
		.percents = percents,
		.goal = mem_zero(2 * percents + 1, sizeof(*t->goal)),
		.prefix = mem_zero(2 * percents + 1, sizeof(*t->prefix)),
		.prefixes = 1,
		.low = LEVELS,
	};
}

void quantile_lend(struct quantile *t, uint64_t **zeros)
{
	assert(t->kind == QUANTILE_LEVELS && !t->pass && !t->count);
	if (!*zeros)
		*zeros = mem_zero(LEVELS, sizeof(**zeros));
	t->lent = 1;
	t->count = *zeros;
}

/* Frees the counts of a pass, or gives them back as zeros. */
static void drop_counts(struct quantile *t)
{
	if (!t->lent)
		free(t->count);
	else if (t->high > t->low)
		memset(t->count + t->low, 0,
		       (t->high - t->low) * sizeof(*t->count));
	free(t->first);
	t->lent = 0;
	t->count = NULL;
	t->first = NULL;
}

void quantile_release(struct quantile *t)
{
	drop_counts(t);
	free(t->goal);
	free(t->prefix);
	memset(t, 0, sizeof(*t));
}

/* Returns the key of X.  Keys sort as the numbers do: -0 counts as 0, and the
 * bits of negative numbers are inverted. */
static uint64_t key_of(const struct quantile *t, double x)
{
	uint64_t k;
	uint32_t k4;
	float x4;

	x += 0.0;
	if (t->kind == QUANTILE_F32) {
		x4 = (float)x;
		memcpy(&k4, &x4, 4);
		return k4 >> 31 ? (uint32_t)~k4 : k4 | 0x80000000u;
	}
	memcpy(&k, &x, 8);
	return k >> 63 ? ~k : k | (uint64_t)1 << 63;
}

static double value_of(const struct quantile *t, uint64_t k)
{
	uint32_t k4 = (uint32_t)k;
	double x;
	float x4;

	if (t->kind == QUANTILE_F32) {
		k4 = k4 >> 31 ? k4 & 0x7fffffffu : ~k4;
		memcpy(&x4, &k4, 4);
		return x4;
	}
	k = k >> 63 ? k & ~((uint64_t)1 << 63) : ~k;
	memcpy(&x, &k, 8);
	return x;
}

static void add_level(struct quantile *t, size_t bin, uint64_t n)
{
	if (bin < t->low)
		t->low = bin;
	if (bin >= t->high)
		t->high = bin + 1;
	t->count[bin] += n;
}

/* Returns the counts of the keys with prefix P, or NULL. */
static uint64_t *counts_of(const struct quantile *t, uint64_t prefix)
{
	size_t i;

	if (!t->pass)
		return t->count;
	i = (size_t)t->first[prefix >> 16 * (t->pass - 1)];
	for (; i < t->prefixes; i++)
		if (t->prefix[i] >= prefix)
			break;
	return i < t->prefixes && t->prefix[i] == prefix ? t->count + i * BINS :
							   NULL;
}

void quantile_add(struct quantile *t, const double *x, size_t n)
{
	/* number of bits not known yet */
	int left = 16 * (passes(t) - t->pass);

	start(t);
	t->seen += n;
	if (t->kind == QUANTILE_LEVELS) {
		for (size_t i = 0; i < n; i++)
			add_level(t, (size_t)((long)x[i] + ZERO), 1);
		return;
	}
	for (size_t i = 0; i < n; i++) {
		uint64_t key = key_of(t, x[i]);
		uint64_t *count = counts_of(t, t->pass ? key >> left : 0);

		if (count)
			count[key >> (left - 16) & (BINS - 1)]++;
	}
}

void quantile_levels(struct quantile *t, long low, const uint64_t *count,
		     size_t levels)
{
	size_t bin = (size_t)(low + ZERO), first = 0;

	assert(t->kind == QUANTILE_LEVELS);
	start(t);
	/* Where the ends cannot move the limits, they need not be found. */
	while (levels && bin + levels > t->high && !count[levels - 1])
		levels--;
	while (first < levels && bin + first < t->low && !count[first])
		first++;
	if (first == levels)
		return;
	t->low = bin + first < t->low ? bin + first : t->low;
	t->high = bin + levels > t->high ? bin + levels : t->high;
	for (size_t i = first; i < levels; i++) {
		t->count[bin + i] += count[i];
		t->seen += count[i];
	}
}

void quantile_split(struct quantile *to, const struct quantile *t)
{
	quantile_init(to, t->kind, t->percent, t->percents);
	to->pass = t->pass;
	to->prefixes = t->prefixes;
	memcpy(to->goal, t->goal, 2 * t->percents * sizeof(*t->goal));
	memcpy(to->prefix, t->prefix, t->prefixes * sizeof(*t->prefix));
}

void quantile_join(struct quantile *t, const struct quantile *part)
{
	assert(t->kind == part->kind && t->pass == part->pass);
	if (!part->count)
		return;
	start(t);
	t->seen += part->seen;
	if (t->kind == QUANTILE_LEVELS)
		for (size_t i = part->low; i < part->high; i++) {
			if (part->count[i])
				add_level(t, i, part->count[i]);
		}
	else
		for (size_t i = 0; i < t->prefixes * BINS; i++)
			t->count[i] += part->count[i];
}

/* Sets the ranks of all goals, once the number of values is known. */
static void set_goals(struct quantile *t)
{
	for (size_t i = 0; i < t->percents; i++) {
		double h = (double)(t->n - 1) * (t->percent[i] / 100);
		uint64_t low = h >= (double)(t->n - 1) ? t->n - 1 : (uint64_t)h;

		t->goal[2 * i].rank = low;
		t->goal[2 * i + 1].rank = low + 1 < t->n ? low + 1 : low;
	}
}

/* Finds the levels of all goals, each from the level before where possible. */
static void find_levels(struct quantile *t)
{
	size_t bin = t->low;
	uint64_t below = 0;

	for (size_t i = 0; i < 2 * t->percents; i++) {
		uint64_t rank = t->goal[i].rank;

		if (rank < below) {
			bin = t->low;
			below = 0;
		}
		for (; bin < LEVELS - 1 && rank - below >= t->count[bin]; bin++)
			below += t->count[bin];
		t->goal[i].value = (double)bin - ZERO;
	}
}

/* Finds the next 16 bits of a goal's key. */
static void advance(const struct quantile *t, struct quantile_goal *g)
{
	const uint64_t *count = counts_of(t, g->prefix);
	size_t bin = 0;

	/* Never goes beyond the last bin: if someone writes to the file, the
	 * values may differ from those of the last pass. */
	for (; bin < BINS - 1 && g->rank >= count[bin]; bin++)
		g->rank -= count[bin];
	g->prefix = g->prefix << 16 | bin;
	if (t->pass + 1 == passes(t))
		g->value = value_of(t, g->prefix);
}

static int by_value(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return x < y ? -1 : x > y;
}

/* Lists the prefixes that the next pass distinguishes. */
static void set_prefixes(struct quantile *t)
{
	size_t n = 0;

	for (size_t i = 0; i < 2 * t->percents; i++)
		t->prefix[i] = t->goal[i].prefix;
	qsort(t->prefix, 2 * t->percents, sizeof(*t->prefix), by_value);
	for (size_t i = 0; i < 2 * t->percents; i++)
		if (!n || t->prefix[n - 1] != t->prefix[i])
			t->prefix[n++] = t->prefix[i];
	t->prefixes = n;
}

int quantile_next(struct quantile *t)
{
	start(t);
	if (!t->pass)
		t->n = t->seen;
	if (!t->pass && t->n)
		set_goals(t);
	if (t->n && t->kind == QUANTILE_LEVELS)
		find_levels(t);
	else if (t->n)
		for (size_t i = 0; i < 2 * t->percents; i++)
			advance(t, &t->goal[i]);
	drop_counts(t);
	t->seen = 0;
	t->pass++;
	if (!t->n || !t->percents || t->pass == passes(t))
		return 0;
	set_prefixes(t);
	return 1;
}

double quantile_rank(const struct quantile *t, size_t i, int side)
{
	return t->n ? t->goal[2 * i + side].value : NAN;
}

double quantile_percentile(const struct quantile *t, size_t i)
{
	double a = quantile_rank(t, i, 0), b = quantile_rank(t, i, 1), h;

	if (!t->n || a == b)
		return a;
	h = (double)(t->n - 1) * (t->percent[i] / 100);
	h -= floor(h);
	return h < 0.5 ? a + (b - a) * h : b - (b - a) * (1 - h);
}

/* Fills in the sums of the levels and of their squares, counted from BASE. */
static void add_up(const struct quantile *t, size_t base, __int128 *sum,
		   __int128 *squares)
{
	/* Levels have 17 bits, so these sums of few values need no more than
	 * 64, and take a fraction of the time. */
	uint64_t few_sum = 0, few_squares = 0;

	*sum = *squares = 0;
	for (size_t i = t->low; i < t->high && t->seen >> 30; i++) {
		int64_t x = (int64_t)(i - base);

		*sum += (__int128)t->count[i] * x;
		*squares += (__int128)t->count[i] * (x * x);
	}
	for (size_t i = t->low; i < t->high && !(t->seen >> 30); i++) {
		uint64_t x = i - base;

		few_sum += t->count[i] * x;
		few_squares += t->count[i] * (x * x);
	}
	*sum += few_sum;
	*squares += few_squares;
}

void quantile_moments(const struct quantile *t, struct moments *m)
{
	__int128 sum, squares, n = t->seen;
	/* subtracted, so that squares stay small */
	int64_t base = (int64_t)t->low;

	*m = (struct moments){ .n = t->seen };
	if (!t->seen)
		return;
	add_up(t, t->low, &sum, &squares);
	m->mean = (double)(sum + (base - ZERO) * n) / (double)n;
	m->m2 = (double)(n * squares - sum * sum) / (double)n;
}

uint64_t quantile_count(const struct quantile *t, long level)
{
	if (!t->count || level < -ZERO || level >= BINS)
		return 0;
	return t->count[level + ZERO];
}

const uint64_t *quantile_range(const struct quantile *t, long *low, long *high)
{
	*low = (long)t->low - ZERO;
	*high = (long)t->high - 1 - ZERO;
	return t->high > t->low ? t->count + ZERO : NULL;
}
