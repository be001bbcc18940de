/*
 * t_rng.c - random streams: the very numbers, and that they look random.
 *
 * The first numbers of the generator are those its authors publish; those
 * of named streams were worked out by another program from the description
 * in rng.c.  They must never change: every recorded run hangs on them.
 */
#include "base/rng.h"

#include <math.h>

#include "unit.h"

static void is_xoshiro256starstar(void **state)
{
	static const uint64_t want[] = {
		11520,
		0,
		1509978240,
		1215971899390074240,
		1216172134540287360,
		607988272756665600,
	};
	struct rng r = { { 1, 2, 3, 4 } };

	(void)state;
	for (size_t i = 0; i < sizeof(want) / sizeof(*want); i++)
		assert_true(rng_bits(&r) == want[i]);
}

static void streams_never_change(void **state)
{
	static const struct {
		uint64_t seed, a, b;
		const char *name;
		uint64_t want[4];
	} known[] = {
		{ 0,
		  0,
		  0,
		  "",
		  { 0x1975f399a1e6673e, 0x65f0f5eaf112215c, 0xdd99563baea7f73a,
		    0x1d6b3967f9fc9789 } },
		{ 7,
		  3,
		  5,
		  "patch",
		  { 0x7c82d92fabd1852d, 0x5336a4e2e63f5e3c, 0xd8370f572599cbb6,
		    0xd4c1b73f21e35078 } },
		{ UINT64_MAX,
		  0,
		  1,
		  "init",
		  { 0x61d7c849ff84845d, 0xb848b82ce4468fa9, 0x48a803c98f173ac3,
		    0xe25ffff8e59bdb4b } },
	};
	struct rng r;

	(void)state;
	for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++) {
		rng_init(&r, known[i].seed, known[i].name, known[i].a,
			 known[i].b);
		for (int k = 0; k < 4; k++)
			assert_true(rng_bits(&r) == known[i].want[k]);
	}
}

/* Every part of the address counts, and none can stand for another. */
static void addresses_differ(void **state)
{
	static const struct {
		uint64_t seed, a, b;
		const char *name;
	} at[] = {
		{ 1, 0, 0, "" },   { 0, 1, 0, "" },   { 0, 0, 1, "" },
		{ 0, 0, 0, "a" },  { 0, 0, 0, "b" },  { 0, 'a', 0, "" },
		{ 0, 0, 0, "ab" }, { 0, 0, 0, "ba" }, { 0, 'b', 0, "a" },
		{ 'a', 0, 0, "" }, { 0, 0, 0, "" },
	};
	enum { N = sizeof(at) / sizeof(*at) };
	uint64_t first[N];
	struct rng r;

	(void)state;
	for (int i = 0; i < N; i++) {
		rng_init(&r, at[i].seed, at[i].name, at[i].a, at[i].b);
		first[i] = rng_bits(&r);
		for (int k = 0; k < i; k++)
			assert_true(first[k] != first[i]);
	}
}

/* Neighbouring streams, one number of each: uniform and unrelated.  The
 * bounds are five standard errors; the streams are fixed, so this never
 * fails by chance. */
static void neighbours_are_unrelated(void **state)
{
	enum { N = 100000 };
	double sum = 0, squares = 0, product = 0, last = 0.5;
	struct rng r;

	(void)state;
	for (int i = 0; i < N; i++) {
		double u;

		rng_init(&r, 1, "patch", (uint64_t)i, 0);
		u = rng_uniform(&r);
		assert_true(u >= 0 && u < 1);
		sum += u - 0.5;
		squares += (u - 0.5) * (u - 0.5);
		product += (u - 0.5) * (last - 0.5);
		last = u;
	}
	assert_true(fabs(sum / N) < 5 * sqrt(1.0 / 12 / N));
	assert_true(fabs(squares / N - 1.0 / 12) < 5 * sqrt(1.0 / 180 / N));
	assert_true(fabs(product / N) < 5 / 12.0 / sqrt(N));
}

static void below_is_even(void **state)
{
	enum { N = 60000, SIDES = 6 };
	int count[SIDES] = { 0 };
	double chi = 0;
	struct rng r;

	(void)state;
	rng_init(&r, 2, "dice", 0, 0);
	for (int i = 0; i < N; i++) {
		uint64_t x = rng_below(&r, SIDES);

		assert_true(x < SIDES);
		count[x]++;
	}
	for (int i = 0; i < SIDES; i++)
		chi += pow(count[i] - N / SIDES, 2) / (N / SIDES);
	assert_true(chi < 20.5); /* 0.1 % of chi2 with 5 degrees */
}

/* Where 2^64 mod n is large a plain modulo would be far off. */
static void below_is_unbiased(void **state)
{
	enum { N = 40000 };
	const uint64_t n = 3ull << 62;
	int low = 0;
	struct rng r;

	(void)state;
	rng_init(&r, 3, "wide", 0, 0);
	for (int i = 0; i < N; i++)
		low += rng_below(&r, n) < n / 3;
	assert_true(abs(low - N / 3) < 5 * sqrt(N * 2.0 / 9));
	assert_true(rng_below(&r, 1) == 0);
}

static void normal_is_normal(void **state)
{
	enum { N = 200000 };
	double sum[5] = { 0 };
	struct rng r;

	(void)state;
	rng_init(&r, 4, "noise", 0, 0);
	for (int i = 0; i < N; i++) {
		double x = rng_normal(&r);

		assert_true(isfinite(x));
		for (int k = 1; k < 5; k++)
			sum[k] += pow(x, k) / N;
	}
	/* Standard errors of the first four moments: 1, 2, 15, 96 / N. */
	assert_true(fabs(sum[1]) < 5 * sqrt(1.0 / N));
	assert_true(fabs(sum[2] - 1) < 5 * sqrt(2.0 / N));
	assert_true(fabs(sum[3]) < 5 * sqrt(15.0 / N));
	assert_true(fabs(sum[4] - 3) < 5 * sqrt(96.0 / N));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(is_xoshiro256starstar),
		cmocka_unit_test(streams_never_change),
		cmocka_unit_test(addresses_differ),
		cmocka_unit_test(neighbours_are_unrelated),
		cmocka_unit_test(below_is_even),
		cmocka_unit_test(below_is_unbiased),
		cmocka_unit_test(normal_is_normal),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
