/*
 * t_xxhash.c - the hash has the values of the library that its author
 * publishes (libxxhash 0.8.1).
 */
#include "unit.h"

#include "base/xxhash.h"

static void has_published_values(void **state)
{
	static const struct {
		size_t n;
		uint64_t hash;
	} want[] = {
		{ 0, UINT64_C(0xef46db3751d8e999) },
		{ 1, UINT64_C(0x1f25c8d0bc1f4bb6) },
		{ 3, UINT64_C(0x31d2363f52e564c9) },
		{ 4, UINT64_C(0x9bb64b7d66ee9fda) },
		{ 7, UINT64_C(0x9a7b149959ce60d8) },
		{ 8, UINT64_C(0xdab99d95c6f90092) },
		{ 12, UINT64_C(0xd52e407833af5133) },
		{ 31, UINT64_C(0xa2aa5f33cc4a6119) },
		{ 32, UINT64_C(0x23c3c17ef790fd97) },
		{ 33, UINT64_C(0x50a7cfc7ba588784) },
		{ 63, UINT64_C(0x5e3e54b431c7493c) },
		{ 64, UINT64_C(0x0eb64b3ef6eeb01f) },
		{ 100, UINT64_C(0xa61f8d4c170fe531) },
		{ 1000, UINT64_C(0x5f235fa033f1a3fb) },
		{ 4095, UINT64_C(0x2517d5eee2c14c64) },
	};
	unsigned char data[4096], *odd = data + 1;

	(void)state;
	for (size_t i = 0; i < sizeof want / sizeof *want; i++) {
		for (size_t k = 0; k < want[i].n; k++)
			odd[k] = (unsigned char)(k * 7 + 3);
		assert_true(xxhash_of(odd, want[i].n) == want[i].hash);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(has_published_values),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
