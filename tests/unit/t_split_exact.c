/*
 * t_split_exact.c - the split by count.
 */
#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/rng.h"
#include "pairing/split_exact.h"
#include "unit.h"

static struct split_shares shares(const char *text)
{
	struct split_shares s;
	struct err err;

	if (split_parse(&s, text, &err))
		fail_msg("%s", err.text);
	return s;
}

static char *names[1000];

/* N groups of as many rows as ROWS says in turn. */
static struct split_exact_group *make(size_t n, const size_t *rows,
				      size_t different)
{
	struct split_exact_group *g = mem_zero(n + 1, sizeof(*g));

	for (size_t i = 0; i < n; i++) {
		if (!names[i])
			names[i] = mem_printf("well %zu", i);
		g[i] = (struct split_exact_group){
			.name = names[i],
			.stratum = "",
			.rows = rows[i % different],
		};
	}
	return g;
}

static void count(const struct split_exact_group *g, size_t n,
		  const char *stratum, size_t rows[SPLITS])
{
	for (int i = 0; i < SPLITS; i++)
		rows[i] = 0;
	for (size_t i = 0; i < n; i++)
		if (!stratum || !strcmp(stratum, g[i].stratum))
			rows[g[i].part] += g[i].rows;
}

static void expect(const char *text, size_t n, const size_t *rows,
		   size_t different, size_t train, size_t val, size_t test)
{
	struct split_shares s = shares(text);

	for (uint64_t seed = 0; seed < 20; seed++) {
		struct split_exact_group *g = make(n, rows, different);
		size_t got[SPLITS];

		split_exact_fill(&s, seed, g, n);
		count(g, n, NULL, got);
		assert_int_equal(got[SPLIT_TRAIN], train);
		assert_int_equal(got[SPLIT_VAL], val);
		assert_int_equal(got[SPLIT_TEST], test);
		free(g);
	}
}

static void meets_the_shares(void **state)
{
	static const size_t one[] = { 1 }, four[] = { 4 };
	static const size_t mixed[] = { 1, 2, 3, 4, 10 };

	(void)state;
	expect("70:15:15", 8, one, 1, 6, 1, 1);
	expect("70:15:15", 20, one, 1, 14, 3, 3);
	expect("70:15:15", 100, four, 1, 280, 60, 60);
	expect("50:50:0", 7, four, 1, 16, 12, 0);
	expect("70:20:10", 50, mixed, 5, 140, 40, 20);
	/* No part is empty where there are groups enough. */
	expect("98:1:1", 3, four, 1, 4, 4, 4);
	expect("90:5:5", 5, one, 1, 3, 1, 1);
}

static int by_name(const void *a, const void *b)
{
	return strcmp(((const struct split_exact_group *)a)->name,
		      ((const struct split_exact_group *)b)->name);
}

/* Which goes where is drawn by the seed, whatever the order. */
static void is_drawn_by_the_seed(void **state)
{
	static const size_t one[] = { 1 };
	struct split_shares s = shares("70:15:15");
	struct split_exact_group *a = make(40, one, 1), *b = make(40, one, 1);
	size_t differ = 0, in_val[40] = { 0 };

	(void)state;
	qsort(b, 40, sizeof(*b), by_name);
	split_exact_fill(&s, 7, a, 40);
	split_exact_fill(&s, 7, b, 40);
	qsort(a, 40, sizeof(*a), by_name);
	for (size_t i = 0; i < 40; i++)
		assert_int_equal(a[i].part, b[i].part);
	split_exact_fill(&s, 8, b, 40);
	for (size_t i = 0; i < 40; i++)
		differ += a[i].part != b[i].part;
	assert_true(differ > 5);
	for (uint64_t seed = 0; seed < 400; seed++) {
		split_exact_fill(&s, seed, b, 40);
		for (size_t i = 0; i < 40; i++)
			in_val[i] += b[i].part == SPLIT_VAL;
	}
	/* 60 on average, with a standard deviation of 7. */
	for (size_t i = 0; i < 40; i++)
		assert_in_range(in_val[i], 30, 90);
	free(a);
	free(b);
}

static void keeps_shares_in_strata(void **state)
{
	static const char *const plate[] = { "p1", "p2", "p3" };
	static const size_t one[] = { 1 };
	struct split_shares s = shares("60:20:20");
	struct split_exact_group *g = make(60, one, 1);
	size_t rows[SPLITS];

	(void)state;
	for (size_t i = 0; i < 60; i++)
		g[i].stratum = plate[i < 10 ? 0 : i < 30 ? 1 : 2];
	split_exact_fill(&s, 3, g, 60);
	for (int k = 0; k < 3; k++) {
		size_t all = k == 0 ? 10 : k == 1 ? 20 : 30;

		count(g, 60, plate[k], rows);
		assert_int_equal(rows[SPLIT_TRAIN], all * 6 / 10);
		assert_int_equal(rows[SPLIT_VAL], all * 2 / 10);
	}
	free(g);
	/* Three wells of each of 20 plates: no plate can, all together do. */
	g = make(60, one, 1);
	for (size_t i = 0; i < 60; i++)
		g[i].stratum = names[i / 3];
	split_exact_fill(&s, 3, g, 60);
	count(g, 60, NULL, rows);
	assert_int_equal(rows[SPLIT_TRAIN], 36);
	assert_int_equal(rows[SPLIT_VAL], 12);
	free(g);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(meets_the_shares),
		cmocka_unit_test(is_drawn_by_the_seed),
		cmocka_unit_test(keeps_shares_in_strata),
	};

	return cmocka_run_group_tests(tests, unit_enter, unit_leave);
}
