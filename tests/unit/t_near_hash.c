/*
 * t_near_hash.c - hashes found by bands, beside all compared with all.
 */
#include <stdlib.h>

#include "base/rng.h"
#include "check/near_hash.h"
#include "unit.h"

enum { N = 3000 };

static int by_number(const void *a, const void *b)
{
	const size_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

/* A third are at random, a third a few bits away from others, a third equal to
 * others. */
static void fill(uint64_t *hash)
{
	struct rng r;

	rng_init(&r, 1, "t_near_hash", 0, 0);
	for (size_t i = 0; i < N; i++) {
		hash[i] = rng_bits(&r);
		if (!i || i % 3 == 0)
			continue;
		hash[i] = hash[rng_below(&r, i)];
		for (uint64_t k = rng_below(&r, 9); i % 3 == 1 && k; k--)
			hash[i] ^= (uint64_t)1 << rng_below(&r, 64);
	}
}

static void finds_what_all_against_all_finds(void **state)
{
	static uint64_t hash[N];
	static size_t found[N];
	struct near_hash *h;

	(void)state;
	fill(hash);
	h = near_hash_new(hash, N);
	for (size_t i = 0; i < N; i++) {
		size_t n = near_hash_find(h, hash[i], N, N, found), k = 0;

		qsort(found, n, sizeof(*found), by_number);
		for (size_t j = 0; j < N; j++)
			if (__builtin_popcountll(hash[i] ^ hash[j]) <=
			    NEAR_HASH_BITS) {
				assert_true(k < n);
				assert_int_equal(found[k++], j);
			}
		assert_int_equal(k, n);
	}
	near_hash_free(h);
}

static void finds_no_more_than_asked_for(void **state)
{
	static uint64_t hash[N]; /* all alike */
	static size_t found[N];
	struct near_hash *h = near_hash_new(hash, N);

	(void)state;
	assert_int_equal(near_hash_find(h, 0, N, N, found), N);
	assert_int_equal(near_hash_find(h, 0, 7, N, found), 7);
	for (size_t i = 0; i < 7; i++)
		assert_true(found[i] < 7);
	assert_int_equal(near_hash_find(h, 0, N, 5, found), 5);
	near_hash_free(h);
}

static void finds_nothing_in_nothing(void **state)
{
	struct near_hash *h = near_hash_new(NULL, 0);

	(void)state;
	assert_int_equal(near_hash_find(h, 0, 0, 0, NULL), 0);
	near_hash_free(h);
	near_hash_free(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(finds_what_all_against_all_finds),
		cmocka_unit_test(finds_no_more_than_asked_for),
		cmocka_unit_test(finds_nothing_in_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
