/*
 * t_offset.c - C7, of shifts that are made up: what it says of pairs that
 * lie here and there.
 */
#include <math.h>
#include <string.h>

#include "base/mem.h"
#include "check/check.h"
#include "unit.h"

extern const struct check check_registration;

enum { PAIRS = 24 };

/* Pairs that lie RADIUS pixels off in all directions, with halves that
 * differ by HALVES. */
static void scatter(struct fingerprints *a, double quality, double radius,
		    double halves)
{
	a->n = PAIRS;
	a->row = mem_zero(PAIRS, sizeof(*a->row));
	for (int i = 0; i < PAIRS; i++) {
		double t = 2 * M_PI * i / PAIRS;
		struct measured_shift *s = &a->row[i].shift;

		a->row[i].id = "a";
		*s = (struct measured_shift){ .y = radius * sin(t),
					      .x = radius * cos(t),
					      .quality = quality,
					      .content = 0.5,
					      .halves = halves };
		memset(s->near, 80, sizeof(s->near));
	}
}

/* The verdict on what begins with WHAT, and its number. */
static char verdict(const struct fingerprints *a, const char *what,
		    double *number)
{
	static const char *const column[] = { "check",	"verdict",   "what",
					      "number", "threshold", "where",
					      "advice" };
	struct strs allow = { 0 };
	struct check_report j = { .found.allow = &allow,
				  .check = &check_registration };
	char found = 0;

	for (size_t i = 0; i < sizeof(column) / sizeof(*column); i++)
		tsv_add_column(&j.found.table, column[i]);
	check_registration.run(a, &j);
	for (size_t i = 0; i < j.found.table.rows; i++) {
		const char *n = tsv_get(&j.found.table, i, 3);

		if (strncmp(tsv_get(&j.found.table, i, 2), what, strlen(what)))
			continue;
		found = tsv_get(&j.found.table, i, 1)[0];
		*number = *n ? strtod(n, NULL) : NAN;
	}
	check_release(&j);
	return found;
}

/* Off by more than their halves differ, pairs are off; by as much, the
 * measure is; where halves do not agree, nothing is known. */
static void a_coarse_measure_is_no_spread(void **state)
{
	struct fingerprints a = { 0 };
	double n;

	(void)state;
	scatter(&a, 4, 2.5, 1);
	assert_int_equal(verdict(&a, "median distance", &n), 'W');
	assert_true(fabs(n - sqrt(2.5 * 2.5 - 0.25)) < 1e-6);
	free(a.row);
	scatter(&a, 4, 2.5, 4.5);
	assert_int_equal(verdict(&a, "median distance", &n), 'P');
	assert_true(n < 1.5);
	free(a.row);
	scatter(&a, 4, 2.5, NAN);
	assert_int_equal(verdict(&a, "median distance", &n), 'P');
	assert_true(isnan(n));
	free(a.row);
}

/* One in twelve clear, as many as by chance: on a ring few pairs lie as they
 * do, in a heap all. */
static void a_ring_is_no_offset(void **state)
{
	struct fingerprints a = { 0 };
	double n;

	(void)state;
	scatter(&a, 1.2, 7, NAN);
	a.row[0].shift.quality = a.row[1].shift.quality = 1.6;
	assert_int_equal(verdict(&a, "median shift", &n), 'P');
	assert_true(isnan(n));
	free(a.row);
	scatter(&a, 1.2, 1, NAN);
	a.row[0].shift.quality = a.row[1].shift.quality = 1.6;
	assert_int_equal(verdict(&a, "median shift", &n), 'P');
	assert_true(n < 0.1);
	free(a.row);
}

/* A pair that fits nowhere is odd if it has something to show and nothing
 * in it speaks for the usual place; one that surely lies elsewhere is. */
static void empty_pairs_are_not_odd(void **state)
{
	struct fingerprints a = { 0 };
	struct measured_shift *odd;
	double n;

	(void)state;
	scatter(&a, 4, 0.1, 1);
	odd = &a.row[3].shift;
	odd->y = 20;
	odd->quality = 1.1;
	odd->halves = NAN;
	assert_int_equal(verdict(&a, "pairs shifted", &n), 'P');
	memset(odd->near, 20, sizeof(odd->near));
	assert_int_equal(verdict(&a, "pairs shifted", &n), 'W');
	assert_true(n == 1);
	odd->content = 0.2;
	assert_int_equal(verdict(&a, "pairs shifted", &n), 'P');
	odd->quality = 3;
	odd->halves = 1;
	assert_int_equal(verdict(&a, "pairs shifted", &n), 'W');
	free(a.row);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_coarse_measure_is_no_spread),
		cmocka_unit_test(a_ring_is_no_offset),
		cmocka_unit_test(empty_pairs_are_not_odd),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
