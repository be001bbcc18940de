/*
 * wilcoxon.c - the signed-rank test.
 */
#include "base/wilcoxon.h"

#include <math.h>
#include <stdlib.h>

#include "base/calc.h"
#include "base/mem.h"

struct ranked_difference {
	double size;
	int above;
	size_t twice; /* its rank, doubled: a whole number for ties, too */
};

static int by_size(const void *a, const void *b)
{
	const struct ranked_difference *x = a, *y = b;

	return (x->size > y->size) - (x->size < y->size);
}

/* Ranks 1 ... N; returns the sum of t^3 - t over all ties of t. */
static double rank_all(struct ranked_difference *r, size_t n)
{
	double ties = 0;

	for (size_t i = 0, end; i < n; i = end) {
		double t;

		for (end = i + 1; end < n && r[end].size == r[i].size; end++)
			;
		for (size_t k = i; k < end; k++)
			r[k].twice = i + 1 + end;
		t = (double)(end - i);
		ties += t * t * t - t;
	}
	return ties;
}

/* Of all choices of signs: the part whose doubled sum of positive ranks is at
 * most WHERE, and at least WHERE; p is twice the smaller. */
static double exact(const struct ranked_difference *r, size_t n, size_t where)
{
	size_t top = n * (n + 1), reached = 0;
	double *chance = mem_zero(top + 1, sizeof(*chance));
	double low = 0, high = 0;

	chance[0] = 1;
	for (size_t i = 0; i < n; i++) {
		reached += r[i].twice;
		for (size_t s = reached + 1; s--;)
			chance[s] = (chance[s] +
				     (s >= r[i].twice ? chance[s - r[i].twice] :
							0)) /
				    2;
	}
	for (size_t s = 0; s <= top; s++) {
		low += s <= where ? chance[s] : 0;
		high += s >= where ? chance[s] : 0;
	}
	free(chance);
	return fmin(1, 2 * fmin(low, high));
}

/* Twice the upper tail of the normal distribution from Z >= 0 on: Abramowitz
 * and Stegun, Handbook of Mathematical Functions, 1964, 26.2.17; its error is
 * below 1.5e-7. */
static double two_tails(double z)
{
	static const double b[] = { 0.319381530, -0.356563782, 1.781477937,
				    -1.821255978, 1.330274429 };
	double t = 1 / (1 + 0.2316419 * z), sum = 0;

	for (int i = 4; i >= 0; i--)
		sum = (sum + b[i]) * t;
	return 2 * sum * calc_exp(-z * z / 2) / sqrt(2 * M_PI);
}

static double approximate(double positive, double n, double ties)
{
	double mean = n * (n + 1) / 4;
	double variance = n * (n + 1) * (2 * n + 1) / 24 - ties / 48;

	return variance > 0 ?
		       two_tails(fabs(positive - mean) / sqrt(variance)) :
		       1;
}

struct wilcoxon wilcoxon_test(const double *d, size_t n)
{
	struct ranked_difference *r = mem_zero(n + 1, sizeof(*r));
	struct wilcoxon to = { 0 };
	size_t twice = 0;
	double ties;

	for (size_t i = 0; i < n; i++)
		if (isfinite(d[i]) && d[i] != 0)
			r[to.n++] = (struct ranked_difference){ fabs(d[i]),
								d[i] > 0, 0 };
	qsort(r, to.n, sizeof(*r), by_size);
	ties = rank_all(r, to.n);
	for (size_t i = 0; i < to.n; i++)
		twice += r[i].above ? r[i].twice : 0;
	to.positive = (double)twice / 2;
	to.p = !to.n ? 1 :
	       to.n <= WILCOXON_EXACT ?
		       exact(r, to.n, twice) :
		       approximate(to.positive, (double)to.n, ties);
	free(r);
	return to;
}
