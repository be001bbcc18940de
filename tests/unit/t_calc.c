/*
 * t_calc.c - logarithms, exponentials, sines and powers are near the true
 * values, and their bits are those of every other machine.
 */
#include "unit.h"

#include "base/calc.h"
#include "file/digest.h"
#include "base/rng.h"

enum { N = 100000 };

/* Whether long double has more bits than double; valgrind computes as if it
 * had not. */
static int has_more_bits(void)
{
	volatile long double one = 1, least = 0x1p-60L;

	return one + least != one;
}

/* How far X is off WANT, in units of WANT's last place. */
static double off(double x, long double want)
{
	int exponent;

	if (!has_more_bits())
		return fabs(x - (double)want) <= 1e-13 * fabs(x) ? 0 : 1e9;
	frexp((double)want, &exponent);
	return (double)(fabsl(x - want) / ldexpl(1, exponent - 53));
}

/* Positive, of all sizes; every other one near 1. */
static double positive(struct rng *r, int i)
{
	double u = rng_uniform(r);

	return i % 2 ? 0.7 + 0.7 * u :
		       ldexp(0.5 + u, (int)rng_below(r, 2000) - 1000);
}

static void logarithms(void **state)
{
	struct rng r;

	(void)state;
	rng_init(&r, 1, "logarithms", 0, 0);
	for (int i = 0; i < N; i++) {
		double x = positive(&r, i);

		assert_true(off(calc_log(x), logl(x)) < 2);
		assert_true(off(calc_log2(x), log2l(x)) < 2);
		assert_true(off(calc_log10(x), log10l(x)) < 2);
	}
	for (int k = -1070; k < 1024; k++)
		assert_true(calc_log2(ldexp(1, k)) == k);
	for (int k = 0; k <= 22; k++)
		assert_true(calc_log10(pow(10, k)) == k);
	assert_true(calc_log(1) == 0 && calc_log(0) == -INFINITY);
	assert_true(calc_log(INFINITY) == INFINITY);
	assert_true(isnan(calc_log(-1)) && isnan(calc_log(NAN)));
	assert_true(isnan(calc_log2(-1)) && isnan(calc_log10(NAN)));
}

static void exponentials(void **state)
{
	struct rng r;

	(void)state;
	rng_init(&r, 1, "exponentials", 0, 0);
	for (int i = 0; i < N; i++) {
		double x = (rng_uniform(&r) - 0.5) * (i % 2 ? 2 : 1400);

		assert_true(off(calc_exp(x), expl(x)) < 2);
	}
	assert_true(calc_exp(0) == 1 && calc_exp(-INFINITY) == 0);
	assert_true(calc_exp(1000) == INFINITY && calc_exp(-1000) == 0);
	assert_true(isnan(calc_exp(NAN)));
}

static void sines(void **state)
{
	const long double turn = 6.28318530717958647692528676655900577L;
	struct rng r;

	(void)state;
	rng_init(&r, 1, "sines", 0, 0);
	for (int i = 0; i < N; i++) {
		double x = rng_uniform(&r) / 8;

		assert_true(off(calc_sin_turns(x), sinl(turn * x)) < 2.5);
		assert_true(off(calc_cos_turns(x), cosl(turn * x)) < 2.5);
		/* Exact steps of an eighth: nothing is lost on the way. */
		x = floor(x * 1e6) / 0x1p20;
		assert_true(calc_sin_turns(x + 1) == calc_sin_turns(x));
		assert_true(calc_cos_turns(x - 0.5) == -calc_cos_turns(x));
		assert_true(calc_cos_turns(0.25 - x) == calc_sin_turns(x));
		assert_true(calc_sin_turns(-x) == -calc_sin_turns(x));
	}
	for (int k = -8; k <= 8; k++) {
		double sine = calc_sin_turns(k / 4.0);

		assert_true(sine == (k % 2 ? (k & 2 ? -1 : 1) : 0));
		assert_true(calc_cos_turns(k / 4.0) ==
			    calc_sin_turns((k + 1) / 4.0));
	}
}

static void powers(void **state)
{
	(void)state;
	assert_true(calc_power(2, 1000) == ldexp(1, 1000));
	assert_true(calc_power(10, 22) == 1e22 && calc_power(7, 0) == 1);
	for (uint64_t n = 1; n < 5000; n += 7)
		assert_true(off(calc_power(0.999, n),
				powl(0.999, (long double)n)) < (double)n + 1);
}

/* SHA-256 of what all of them make of 20,000 arguments. */
static void bits_are_the_same_everywhere(void **state)
{
	static const char want[] = "345c1e6373ea3d9d71bdc755948ad8a5"
				   "c8919129853ec36adc4ca636d0c48b8b";
	static double y[7][20000];
	char hex[DIGEST_HEX + 1];
	struct digest d;
	struct rng r;

	(void)state;
	rng_init(&r, 2, "bits", 0, 0);
	for (int i = 0; i < 20000; i++) {
		double x = positive(&r, i);

		y[0][i] = calc_log(x);
		y[1][i] = calc_log2(x);
		y[2][i] = calc_log10(x);
		x = (rng_uniform(&r) - 0.5) * 40;
		y[3][i] = calc_exp(x);
		y[4][i] = calc_sin_turns(x);
		y[5][i] = calc_cos_turns(x);
		y[6][i] = rng_normal(&r) * calc_power(0.9, (uint64_t)i % 60);
	}
	digest_of(&d, y, sizeof(y));
	assert_string_equal(digest_hex(hex, &d), want);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(logarithms),
		cmocka_unit_test(exponentials),
		cmocka_unit_test(sines),
		cmocka_unit_test(powers),
		cmocka_unit_test(bits_are_the_same_everywhere),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
