/* t_num.c - numbers as text. */
#include "base/num.h"

#include <float.h>
#include <math.h>

#include "unit.h"

static void real_is_all_or_nothing(void **state)
{
	static const char *const bad[] = {
		"",	  " ",	   "x",	  "1x",	 "1 ",	" 1",
		"0x10",	  "0X1p3", "1,5", "1e",	 "--1", "1e999",
		"-1e999", "1.2.3", "\t1", "1\n", ".",	"e5",
	};
	double x;

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		if (!num_real(&x, bad[i]))
			fail_msg("took '%s' as %g", bad[i], x);
}

static void real_reads(void **state)
{
	double x;

	(void)state;
	assert_int_equal(num_real(&x, "-12.5"), 0);
	assert_true(x == -12.5);
	assert_int_equal(num_real(&x, "+.5e1"), 0);
	assert_true(x == 5);
	assert_int_equal(num_real(&x, "nan"), 0);
	assert_true(isnan(x));
	assert_int_equal(num_real(&x, "-inf"), 0);
	assert_true(isinf(x) && x < 0);
	/* Too small is the nearest there is, not an error. */
	assert_int_equal(num_real(&x, "1e-400"), 0);
	assert_true(x == 0);
	assert_int_equal(num_real(&x, "5e-324"), 0);
	assert_true(x == 0x1p-1074);
}

static void int_is_all_or_nothing(void **state)
{
	static const char *const bad[] = {
		"",
		" 1",
		"1 ",
		"1.0",
		"1e3",
		"0x10",
		"9223372036854775808",
		"-9223372036854775809",
		"-",
		"nan",
		"1_000",
	};
	int64_t x;

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		if (!num_int(&x, bad[i]))
			fail_msg("took '%s'", bad[i]);
	assert_int_equal(num_int(&x, "-9223372036854775808"), 0);
	assert_true(x == INT64_MIN);
	assert_int_equal(num_int(&x, "9223372036854775807"), 0);
	assert_true(x == INT64_MAX);
	assert_int_equal(num_int(&x, "007"), 0);
	assert_int_equal(x, 7);
}

/* Shortest texts as Python's repr() has them without its ".0". */
static void exact_is_shortest(void **state)
{
	static const struct {
		double x;
		const char *text;
	} known[] = {
		{ 0, "0" },
		{ -0.0, "-0" },
		{ 0.1, "0.1" },
		{ 100, "100" },
		{ 1.0 / 3, "0.3333333333333333" },
		{ 0.1 + 0.2, "0.30000000000000004" },
		{ 5e-324, "5e-324" },
		{ DBL_MAX, "1.7976931348623157e+308" },
		{ 1e23, "1e+23" },
		{ 9007199254740993.0, "9007199254740992" },
		{ INFINITY, "inf" },
		{ 1e-5, "1e-05" },
		{ 1e16, "1e+16" },
		{ 1e15, "1000000000000000" },
		{ -65535, "-65535" },
		{ 10, "10" },
		{ 1234567890123456, "1234567890123456" },
		{ 2.5e10, "25000000000" },
		{ 999999999999999.9, "999999999999999.9" },
	};
	char text[NUM_MAX];

	(void)state;
	for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++)
		assert_string_equal(num_exact(text, known[i].x), known[i].text);
	assert_non_null(strstr(num_exact(text, NAN), "nan"));
}

/* Any bits: the text gives the same bits back. */
static void exact_round_trips(void **state)
{
	uint64_t bits = 88172645463325252u, back;
	char text[NUM_MAX];
	double x, y;

	(void)state;
	for (int i = 0; i < 20000; i++) {
		bits ^= bits << 13; /* xorshift (Marsaglia 2003) */
		bits ^= bits >> 7;
		bits ^= bits << 17;
		memcpy(&x, &bits, sizeof(x));
		if (!isfinite(x))
			continue;
		num_exact(text, x);
		assert_int_equal(num_real(&y, text), 0);
		memcpy(&back, &y, sizeof(back));
		assert_true(back == bits);
	}
}

static void text_has_nine_digits(void **state)
{
	char text[NUM_MAX];

	(void)state;
	assert_string_equal(num_text(text, 1.0 / 3), "0.333333333");
	assert_string_equal(num_text(text, 65535), "65535");
	assert_string_equal(num_text(text, -1.5e-7), "-1.5e-07");
	/* Any float comes back from nine digits. */
	assert_string_equal(num_text(text, 0.1f), "0.100000001");
}

static void bytes_read(void **state)
{
	static const struct {
		const char *text;
		uint64_t x;
	} good[] = {
		{ "0", 0 },
		{ "1000", 1000 },
		{ "3K", 3072 },
		{ "512M", 512u << 20 },
		{ "2G", UINT64_C(2) << 30 },
		{ "16777215T", UINT64_C(16777215) << 40 },
		{ "18446744073709551615", UINT64_MAX },
	};
	static const char *const bad[] = {
		"",
		"K",
		"-1",
		"+1",
		" 1",
		"1 ",
		"1KB",
		"1k",
		"1.5G",
		"nan",
		"16777216T",
		"18446744073709551616",
		"99999999999999999999G",
	};
	uint64_t x;

	(void)state;
	for (size_t i = 0; i < sizeof(good) / sizeof(*good); i++) {
		assert_int_equal(num_bytes(&x, good[i].text), 0);
		assert_true(x == good[i].x);
	}
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		if (!num_bytes(&x, bad[i]))
			fail_msg("took '%s'", bad[i]);
}

static void seconds_read(void **state)
{
	static const char *const bad[] = { "",	   "8",	 "h",	"8H",	"-1s",
					   "1.5h", "0s", "8h ", "1h30", "nan" };
	double x;

	(void)state;
	assert_int_equal(num_seconds(&x, "1h30m"), 0);
	assert_true(x == 5400);
	assert_int_equal(num_seconds(&x, "2d1s"), 0);
	assert_true(x == 172801);
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		if (!num_seconds(&x, bad[i]))
			fail_msg("took '%s'", bad[i]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(real_is_all_or_nothing),
		cmocka_unit_test(real_reads),
		cmocka_unit_test(bytes_read),
		cmocka_unit_test(seconds_read),
		cmocka_unit_test(int_is_all_or_nothing),
		cmocka_unit_test(exact_is_shortest),
		cmocka_unit_test(exact_round_trips),
		cmocka_unit_test(text_has_nine_digits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
