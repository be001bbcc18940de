/* t_text.c - buffers, lists of strings, digests, messages. */
#include <errno.h>

#include "base/buf.h"
#include "file/digest.h"
#include "file/late.h"
#include "file/sha256_pair.h"
#include "base/strs.h"
#include "unit.h"

static void buffers_grow(void **state)
{
	struct buf b = { 0 };
	char *text;

	(void)state;
	assert_string_equal(buf_text(&b), "");
	for (int i = 0; i < 1000; i++)
		buf_printf(&b, "%03d", i);
	buf_add(&b, "\0x", 2);
	buf_char(&b, 'y');
	assert_int_equal(b.len, 3003);
	assert_memory_equal(b.data + 2997, "999\0xy", 7);
	buf_clear(&b);
	assert_string_equal(buf_text(&b), "");
	buf_str(&b, "z");
	text = buf_detach(&b);
	assert_string_equal(text, "z");
	assert_null(b.data);
	free(text);
	text = buf_detach(&b);
	assert_string_equal(text, "");
	free(text);
	/* Room that nobody wrote to yet is an empty text all the same. */
	for (int i = 0; i < 100; i++) {
		char *dirt = malloc((size_t)i * 10 + 1);

		memset(dirt, 'x', (size_t)i * 10 + 1);
		free(dirt);
		buf_reserve(&b, (size_t)i * 10);
		assert_string_equal(buf_text(&b), "");
		buf_release(&b);
	}
}

static void lists_find_and_split(void **state)
{
	struct strs s = { 0 };

	(void)state;
	strs_split(&s, ",b,,a", ',');
	assert_int_equal(s.n, 4);
	strs_sort(&s);
	assert_string_equal(s.at[0], "");
	assert_string_equal(s.at[2], "a");
	assert_int_equal(strs_find(&s, "b"), 3);
	assert_int_equal(strs_find(&s, "c"), -1);
	assert_int_equal(strs_find(&s, "Z"), -1);
	assert_true(strs_has(&s, "a") && !strs_has(&s, "A"));
	strs_release(&s);
	assert_int_equal(strs_find(&s, "a"), -1);
	strs_split(&s, "", ',');
	assert_int_equal(s.n, 1);
	strs_release(&s);
}

/* FIPS 180-4's own examples. */
static void digests_are_sha256(void **state)
{
	static const char *const known[][2] = {
		{ "abc", "ba7816bf8f01cfea414140de5dae2223"
			 "b00361a396177a9cb410ff61f20015ad" },
		{ "", "e3b0c44298fc1c149afbf4c8996fb924"
		      "27ae41e4649b934ca495991b7852b855" },
		{ "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
		  "248d6a61d20638b8e5c026930c3e6039"
		  "a33ce45964ff2167f6ecedd419db06c1" },
	};
	char hex[DIGEST_HEX + 1];
	struct digest a, b;

	(void)state;
	for (int i = 0; i < 3; i++) {
		struct hash *h = digest_new();
		const char *text = known[i][0];

		digest_of(&a, text, strlen(text));
		assert_string_equal(digest_hex(hex, &a), known[i][1]);
		for (; *text; text++)
			digest_add(h, text, 1);
		digest_end(h, &b);
		assert_true(digest_same(&a, &b));
		assert_int_equal(digest_parse(&b, hex), 0);
		assert_true(digest_same(&a, &b));
	}
	hex[63] = 'g';
	assert_int_equal(digest_parse(&b, hex), -1);
	hex[63] = '\0';
	assert_int_equal(digest_parse(&b, hex), -1);
	assert_int_equal(digest_parse(&b, ""), -1);
	digest_end(digest_new(), NULL);
}

/* Two at a time, in pieces of any size: the same as one by one. */
static void twins_are_sha256(void **state)
{
	enum { MOST = 700 };
	unsigned char x[MOST], y[MOST];

	(void)state;
	for (int i = 0; i < MOST; i++) {
		x[i] = (unsigned char)(i * 7);
		y[i] = (unsigned char)(i * i + 3);
	}
	for (size_t n = 0; n < 300; n++) {
		struct hash *a = digest_new(), *b = digest_new();
		size_t more = n * 31 % (MOST - 299), first = n % 3 ? 0 : n / 2;
		struct digest one, other, want;

		digest_add(a, x, first);
		digest_add(b, y, first);
		digest_add_both(a, x + first, b, y + first, n - first);
		digest_add(a, x + n, more);
		digest_end(a, &one);
		digest_end(b, &other);
		digest_of(&want, x, n + more);
		assert_true(digest_same(&one, &want));
		digest_of(&want, y, n);
		assert_true(digest_same(&other, &want));
	}
	digest_end(digest_new(), NULL);
}

/* What a processor without the instructions computes. */
static void plain_is_the_same(void **state)
{
	unsigned char data[5 * SHA256_PAIR_BLOCK];
	uint32_t a[8], b[8];

	(void)state;
	for (size_t i = 0; i < sizeof(data); i++)
		data[i] = (unsigned char)(i * i + i / 7);
	for (size_t n = 0; n <= 5; n++) {
		sha256_pair_start(a);
		sha256_pair_start(b);
		sha256_pair_one(a, data, n);
		sha256_pair_plain(b, data, n);
		assert_memory_equal(a, b, sizeof(a));
	}
}

/* A library that is not there is named; one that is, is used. */
static void libraries_are_loaded(void **state)
{
	static const char *const names[] = { "cos", "no_such_function" };
	double (*functions[2])(double) = { NULL, NULL };
	struct late l = { "libnone.so.7", names, 1, functions, 0 };
	struct err err = { 0 };

	(void)state;
	assert_int_equal(late_load(&l, &err), -1);
	assert_int_equal(err.kind, ERR_SYS);
	assert_non_null(strstr(err.text, "cannot load libnone.so.7"));
	assert_int_equal(late_load(&l, NULL), -1);
	l.file = "libm.so.6";
	assert_int_equal(late_load(&l, &err), 0);
	assert_int_equal(late_load(&l, &err), 0);
	assert_true(functions[0](0) == 1);
	l = (struct late){ "libm.so.6", names, 2, functions, 0 };
	assert_int_equal(late_load(&l, &err), -1);
	assert_non_null(strstr(err.text, "no_such_function"));
	l = (struct late){ 0 };
	assert_int_equal(late_load(&l, &err), 0);
}

static void messages_fit_and_wrap(void **state)
{
	struct err err = { 0 };
	char *wide = calloc(1, 5000);

	(void)state;
	errno = ENOSPC;
	assert_int_equal(err_sys(&err, "cannot write '%s'", "a"), -1);
	assert_string_equal(err.text,
			    "cannot write 'a': No space left on device");
	assert_int_equal(err.kind, ERR_SYS);
	errno = 0;
	err_sys(&err, "no reason");
	assert_string_equal(err.text, "no reason");
	assert_int_equal(err_data(&err, "bad %d", 1), -1);
	assert_int_equal(err_wrap(&err, "%s:%d: ", "f", 2), -1);
	assert_string_equal(err.text, "f:2: bad 1");
	assert_int_equal(err.kind, ERR_DATA);
	memset(wide, 'x', 4999);
	err_usage(&err, "%s", wide);
	assert_int_equal(strlen(err.text), sizeof(err.text) - 1);
	err_wrap(&err, "%s", "front: ");
	assert_int_equal(strlen(err.text), sizeof(err.text) - 1);
	assert_memory_equal(err.text, "front: xxx", 10);
	err_clear(&err);
	assert_int_equal(err.kind, ERR_NONE);
	assert_string_equal(err.text, "");
	free(wide);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(buffers_grow),
		cmocka_unit_test(lists_find_and_split),
		cmocka_unit_test(digests_are_sha256),
		cmocka_unit_test(twins_are_sha256),
		cmocka_unit_test(plain_is_the_same),
		cmocka_unit_test(libraries_are_loaded),
		cmocka_unit_test(messages_fit_and_wrap),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
