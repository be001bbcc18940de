/*
 * t_significance.c - chances are those of all ways counted one by one, and of
 * published tables.
 */
#include "unit.h"

#include "base/significance.h"

static double sum_of_ranks(const double *all, size_t n, unsigned chosen)
{
	double sum = 0;

	for (size_t i = 0; i < n; i++) {
		double below = 0, equal = 0;

		for (size_t k = 0; k < n; k++) {
			below += all[k] < all[i];
			equal += all[k] == all[i];
		}
		if (chosen >> i & 1)
			sum += below + (equal + 1) / 2;
	}
	return sum;
}

/* The first N of ALL are A's. */
static double counted(const double *all, size_t n, size_t m)
{
	double mean = sum_of_ranks(all, n + m, ~0u) * (double)n /
		      (double)(n + m);
	double is = fabs(sum_of_ranks(all, n + m, (1u << n) - 1) - mean);
	unsigned ways = 0, far = 0;

	for (unsigned c = 0; c < 1u << (n + m); c++) {
		if ((size_t)__builtin_popcount(c) != n)
			continue;
		ways++;
		far += fabs(sum_of_ranks(all, n + m, c) - mean) >= is - 1e-9;
	}
	return (double)far / ways;
}

static void rank_sums_are_counted(void **state)
{
	static const double sets[][9] = {
		{ 1, 2, 3, 4, 5, 6, 7, 8, 9 },
		{ 9, 2, 5, 4, 1, 3, 8, 6, 7 },
		{ 1, 1, 2, 2, 2, 3, 3, 1, 4 },
		{ 5, 5, 5, 5, 5, 5, 5, 5, 5 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof sets / sizeof *sets; i++)
		for (size_t n = 1; n < 9; n++)
			assert_true(
				fabs(significance_rank_sum(sets[i], n,
							   sets[i] + n, 9 - n) -
				     counted(sets[i], n, 9 - n)) < 1e-12);
	/* Three seeds against three cannot be surer than 2 in 20. */
	assert_true(fabs(significance_least(3, 3) - 0.1) < 1e-12);
	assert_true(fabs(significance_rank_sum(sets[0], 3, sets[0] + 3, 3) -
			 0.1) < 1e-12);
	assert_true(significance_least(1, 1) == 1);
}

static void student_is_that_of_tables(void **state)
{
	static const struct {
		size_t df;
		double confidence, t;
	} want[] = {
		{ 1, 0.95, 12.706205 }, { 2, 0.95, 4.302653 },
		{ 5, 0.95, 2.570582 },	{ 10, 0.99, 3.169273 },
		{ 30, 0.95, 2.042272 }, { 1000, 0.95, 1.962339 },

	};

	(void)state;
	for (size_t i = 0; i < sizeof want / sizeof *want; i++)
		assert_true(fabs(significance_student(want[i].df,
						      want[i].confidence) -
				 want[i].t) < 2e-6 * want[i].t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rank_sums_are_counted),
		cmocka_unit_test(student_is_that_of_tables),
	};

	return cmocka_run_group_tests_name("significance", tests, NULL, NULL);
}
