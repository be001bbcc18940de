/*
 * t_judge.c - what is made of scores: intervals, a threshold.
 */
#include "unit.h"

#include <math.h>

#include "eval/bootstrap.h"
#include "base/wilcoxon.h"
#include "stats/otsu.h"

static struct bootstrap_interval interval(const double *x,
					  const char *const *group, size_t n,
					  size_t resamples, uint64_t seed)
{
	struct bootstrap b;
	struct bootstrap_interval to;

	bootstrap_init(&b, group, n, resamples, seed);
	to = bootstrap_mean(&b, x);
	bootstrap_release(&b);
	return to;
}

static const char *const none[8] = { "", "", "", "", "", "", "", "" };

/* scipy.stats.bootstrap((x,), numpy.mean, method='percentile',
 * n_resamples=400000) */
static void intervals_are_scipys(void **state)
{
	static const double x[] = { 0.91, 0.85, 0.93, 0.78,
				    0.88, 0.95, 0.90, 0.83 };
	struct bootstrap_interval got = interval(x, none, 8, 100000, 3);

	(void)state;
	assert_true(fabs(got.low - 0.84125) < 0.002);
	assert_true(fabs(got.high - 0.91375) < 0.002);
	assert_true(got.least == 0);
}

/* Three groups of 3, 1 and 2 images: the extreme draws, "b" three times and "a"
 * three times, have a chance of 1 / 27 each, more than 2.5 %. */
static void groups_are_drawn_whole(void **state)
{
	static const double x[] = { 0.9, 0.2, 0.8, 0.5, 0.7, 0.6 };
	static const char *const group[] = { "a", "b", "a", "c", "a", "c" };
	struct bootstrap_interval got = interval(x, group, 6, 100000, 1);

	(void)state;
	assert_true(fabs(got.low - 0.2) < 1e-12);
	assert_true(fabs(got.high - 0.8) < 1e-12);
}

static void undefined_values_are_left_out(void **state)
{
	static const double x[] = { 0.9, NAN, 0.7, INFINITY };
	static const double y[] = { 0.9, NAN, NAN, NAN };
	static const char *const one[] = { "a", "a", "a", "a" };
	struct bootstrap_interval got = interval(x, none, 4, 1000, 1);

	(void)state;
	assert_true(fabs(got.low - 0.7) < 1e-12);
	assert_true(fabs(got.high - 0.9) < 1e-12);
	assert_true(isnan(interval(y, none, 4, 1000, 1).low));
	assert_true(isnan(interval(x, one, 4, 1000, 1).high));
	assert_true(isnan(interval(x, none, 0, 1000, 1).low));
}

static void a_seed_gives_the_same_draws(void **state)
{
	static const double x[] = { 1, -2, 3, 4, 7, 11, -1, 2 };
	struct bootstrap_interval a = interval(x, none, 8, 500, 7);
	struct bootstrap_interval b = interval(x, none, 8, 500, 7);
	struct bootstrap_interval c = interval(x, none, 8, 500, 8);

	(void)state;
	assert_memory_equal(&a, &b, sizeof a);
	assert_true(a.low != c.low || a.high != c.high);
	assert_true(a.least > 0 && a.least < 0.2);
}

/* skimage.filters.threshold_otsu(numpy.repeat(range(14), count)) */
static void otsu_is_scikit_images(void **state)
{
	static const uint64_t count[] = { 5, 40, 90, 60, 20, 6, 3,
					  4, 9,	 25, 50, 30, 8, 1 };
	static const uint64_t one[] = { 0, 0, 7, 0 };
	static const uint64_t two[] = { 3, 0, 0, 1 };

	(void)state;
	assert_int_equal(otsu_divide(count, 14), 6);
	assert_int_equal(otsu_divide(one, 4), 4);
	assert_int_equal(otsu_divide(two, 4), 0);
	assert_int_equal(otsu_divide(one, 0), 0);
}

/* scipy.stats.wilcoxon(d, mode='exact'): p = 0.0390625, the smaller sum 5 */
static void wilcoxon_is_scipys(void **state)
{
	static const double d[] = { 0.952, -0.147, 1.022, 0.43, 0.62, 0.59,
				    0.49,  -0.08,  0.01,  0,	NAN };
	struct wilcoxon w = wilcoxon_test(d, 11);

	(void)state;
	assert_int_equal(w.n, 9);
	assert_true(w.positive == 40);
	assert_true(fabs(w.p - 0.0390625) < 1e-14);
}

/* All 2^8 choices of signs: scipy.stats.rankdata and itertools.product count
 * p = 0.265625. */
static void wilcoxon_is_exact_with_ties(void **state)
{
	static const double d[] = { 1, 1, -1, 2, 2, 2, -3, 4 };
	struct wilcoxon w = wilcoxon_test(d, 8);

	(void)state;
	assert_true(w.positive == 27);
	assert_true(fabs(w.p - 0.265625) < 1e-14);
}

/* scipy.stats.wilcoxon(d, mode='approx', correction=False) */
static void wilcoxon_of_many_is_scipys(void **state)
{
	double d[150];
	struct wilcoxon w;

	(void)state;
	for (int i = 0; i < 150; i++)
		d[i] = (i * 37 % 101 - 40) / 10.;
	w = wilcoxon_test(d, 150);
	assert_int_equal(w.n, 148);
	assert_true(fabs(w.p - 0.00022601609929766175) < 1e-6);
	w = wilcoxon_test(d, 0);
	assert_true(w.n == 0 && w.p == 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(intervals_are_scipys),
		cmocka_unit_test(groups_are_drawn_whole),
		cmocka_unit_test(undefined_values_are_left_out),
		cmocka_unit_test(a_seed_gives_the_same_draws),
		cmocka_unit_test(wilcoxon_is_scipys),
		cmocka_unit_test(wilcoxon_is_exact_with_ties),
		cmocka_unit_test(wilcoxon_of_many_is_scipys),
		cmocka_unit_test(otsu_is_scikit_images),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
