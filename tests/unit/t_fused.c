/*
 * t_fused.c - fused multiply-adds made without the instruction are fmaf's,
 * also where rounding twice would go wrong: in the middle between two floats,
 * and below the least normal one.
 */
#include "unit.h"

#include "base/rng.h"
#include "kernel/fused.h"

/* Any bits: of all sizes, infinite, no number. */
static float any(struct rng *r)
{
	uint32_t bits = (uint32_t)rng_bits(r);
	float x;

	memcpy(&x, &bits, sizeof(x));
	return x;
}

/* Of BITS bits, and 2^-8 to 2^8 of its size. */
static float short_number(struct rng *r, int bits)
{
	float x = (float)(1 + 2 * rng_below(r, 1u << (bits - 1)));

	return ldexpf(rng_below(r, 2) ? x : -x,
		      (int)rng_below(r, 17) - 8 - bits);
}

static void compare(const float a[4], const float b[4], const float c[4])
{
	fused_float4 x, y, z, got, exact;

	memcpy(&x, a, sizeof(x));
	memcpy(&y, b, sizeof(y));
	memcpy(&z, c, sizeof(z));
	got = fused4(x, y, z);
	exact = fused4_exact(x, y, z);
	for (int i = 0; i < 4; i++) {
		float want = fmaf(a[i], b[i], c[i]), one = got[i];

		if (isnan(want)) {
			assert_true(isnan(one) && isnan(exact[i]));
			continue;
		}
		if (memcmp(&one, &want, sizeof(one)) != 0 || exact[i] != want)
			fail_msg("%a %a + %a: %a and %a, not %a", a[i], b[i],
				 c[i], one, exact[i], want);
	}
}

static void all_numbers(void **state)
{
	struct rng r;
	float x[3][4];

	(void)state;
	rng_init(&r, 1, "any", 0, 0);
	for (int n = 0; n < 300000; n++) {
		for (int i = 0; i < 12; i++)
			x[i / 4][i % 4] = any(&r);
		compare(x[0], x[1], x[2]);
	}
}

/* Products of 12 and 13 bits have 25: one more than a float, so they lie in
 * the middle; the third number is far below, and decides. */
static void middles(void **state)
{
	struct rng r;
	float x[3][4];

	(void)state;
	rng_init(&r, 1, "middles", 0, 0);
	for (int n = 0; n < 300000; n++) {
		for (int i = 0; i < 4; i++) {
			x[0][i] = short_number(&r, 12);
			x[1][i] = short_number(&r, 13);
			x[2][i] = ldexpf(short_number(&r, 3),
					 -(int)rng_below(&r, 100));
		}
		compare(x[0], x[1], x[2]);
	}
}

/* (1 + e) (1 - e) 2^-150 lies next to the middle between two floats below
 * 2^-126, but too near for double where the third number is large there. */
static void small_numbers(void **state)
{
	struct rng r;
	float x[3][4];

	(void)state;
	rng_init(&r, 1, "small", 0, 0);
	for (int n = 0; n < 300000; n++) {
		for (int i = 0; i < 4; i++) {
			float e = ldexpf(1, -(int)rng_below(&r, 24));

			x[0][i] = ldexpf(1 + e, -75);
			x[1][i] = ldexpf(rng_below(&r, 2) ? 1 - e : e - 1,
					 -75 + (int)rng_below(&r, 3));
			x[2][i] = ldexpf((float)rng_below(&r, 1 << 23), -149);
		}
		compare(x[0], x[1], x[2]);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(all_numbers),
		cmocka_unit_test(middles),
		cmocka_unit_test(small_numbers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
