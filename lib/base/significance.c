/* significance.c - see significance.h. */
#include "base/significance.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/calc.h"
#include "base/mem.h"

double significance_mean(const double *x, size_t n)
{
	double sum = 0;

	for (size_t i = 0; i < n; i++)
		sum += x[i];
	return n ? sum / (double)n : NAN;
}

double significance_sd(const double *x, size_t n)
{
	double mean = significance_mean(x, n), sum = 0;

	for (size_t i = 0; i < n; i++)
		sum += (x[i] - mean) * (x[i] - mean);
	return n < 2 ? 0 : sqrt(sum / (double)(n - 1));
}

static int compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

/* Twice the rank of each of N values X among all M of ALL, which are sorted:
 * whole numbers even where values are equal. */
static void double_ranks(size_t *to, const double *x, size_t n,
			 const double *all, size_t m)
{
	for (size_t i = 0; i < n; i++) {
		size_t below = 0, equal = 0;

		for (size_t k = 0; k < m; k++) {
			below += all[k] < x[i];
			equal += all[k] == x[i];
		}
		to[i] = 2 * below + equal + 1;
	}
}

/* Share of the sums at least as far from MEAN as SUM; WAYS[s] of ALL ways have
 * the sum s, up to TOP. */
static double tail(const double *ways, size_t top, double all, double mean,
		   double sum)
{
	double far = fabs(sum - mean), n = 0;

	for (size_t s = 0; s <= top; s++)
		if (fabs((double)s - mean) >= far - 1e-9)
			n += ways[s];
	return n / all < 1 ? n / all : 1;
}

/* Returns N + 1 times TOP + 1 values: W[k][s] is how many choices of k of ALL
 * ranks have the sum s, as a share of 2^ALL. */
static double *choices(const size_t *rank, size_t all, size_t n, size_t top)
{
	double *ways = mem_zero((n + 1) * (top + 1), sizeof(*ways));
	size_t most = 0;

	ways[0] = 1;
	for (size_t i = 0; i < all; i++) {
		most += rank[i];
		for (size_t k = n + 1; k-- > 0;)
			for (size_t s = most + 1; s-- > 0;) {
				double *to = &ways[k * (top + 1) + s];
				double with = k && s >= rank[i] ?
						      ways[(k - 1) * (top + 1) +
							   s - rank[i]] :
						      0;

				*to = (*to + with) / 2;
			}
	}
	return ways;
}

double significance_rank_sum(const double *a, size_t n, const double *b,
			     size_t m)
{
	size_t all = n + m, top = 0, sum = 0;
	double *value = mem_zero(all, sizeof(*value));
	size_t *rank = mem_zero(all, sizeof(*rank));
	double *ways, total = 0, p;

	memcpy(value, a, n * sizeof(*a));
	memcpy(value + n, b, m * sizeof(*b));
	qsort(value, all, sizeof(*value), compare);
	double_ranks(rank, a, n, value, all);
	double_ranks(rank + n, b, m, value, all);
	for (size_t i = 0; i < all; i++) {
		top += rank[i];
		sum += i < n ? rank[i] : 0;
	}
	ways = choices(rank, all, n, top);
	for (size_t s = 0; s <= top; s++)
		total += ways[n * (top + 1) + s];
	p = tail(ways + n * (top + 1), top, total,
		 (double)top * (double)n / (double)all, (double)sum);
	free(ways);
	free(value);
	free(rank);
	return p;
}

double significance_least(size_t n, size_t m)
{
	double ways = 1;

	for (size_t i = 1; i <= n; i++)
		ways = ways * (double)(m + i) / (double)i;
	return ways > 2 ? 2 / ways : 1;
}

/* The continued fraction of the incomplete beta function (Lentz's method;
 * Abramowitz and Stegun 26.5.8). */
static double fraction(double a, double b, double x)
{
	const double tiny = 1e-300;
	double c = 1, d = 1 - (a + b) * x / (a + 1), h;

	d = 1 / (fabs(d) < tiny ? tiny : d);
	h = d;
	for (int i = 1; i < 500; i++) {
		double m = i, e;
		double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
		double odd = -(a + m) * (a + b + m) * x /
			     ((a + 2 * m) * (a + 2 * m + 1));

		for (int k = 0; k < 2; k++) {
			double term = k ? odd : even;

			d = 1 + term * d;
			d = 1 / (fabs(d) < tiny ? tiny : d);
			c = 1 + term / c;
			c = fabs(c) < tiny ? tiny : c;
			e = c * d;
			h *= e;
		}
		if (fabs(e - 1) < 1e-15)
			break;
	}
	return h;
}

/* The beta function B(N / 2, 1 / 2), by B(a + 1, b) = B(a, b) a / (a + b). */
static double half_beta(size_t n)
{
	double a = n % 2 ? 0.5 : 1, to = n % 2 ? M_PI : 2;

	for (; a < (double)n / 2; a++)
		to *= a / (a + 0.5);
	return to;
}

/* The chance that a variable of Student's distribution is beyond -T .. T: the
 * regularised incomplete beta function I_x(DF / 2, 1 / 2), x = DF / (DF + T^2)
 * (Abramowitz and Stegun 26.7.1). */
static double beyond(size_t df, double t)
{
	double a = (double)df / 2, x = (double)df / ((double)df + t * t);
	double rest = t * t / ((double)df + t * t), front;

	if (t <= 0)
		return 1;
	front = calc_exp(a * calc_log(x)) * sqrt(rest) / half_beta(df);
	if (x < (a + 1) / (a + 2.5))
		return front * fraction(a, 0.5, x) / a;
	return 1 - front * fraction(0.5, a, rest) / 0.5;
}

double significance_student(size_t df, double confidence)
{
	double low = 0, high = 1;

	while (beyond(df, high) > 1 - confidence && high < 1e15)
		high *= 2;
	for (int i = 0; i < 100; i++) {
		double t = (low + high) / 2;

		if (beyond(df, t) > 1 - confidence)
			low = t;
		else
			high = t;
	}
	return (low + high) / 2;
}
