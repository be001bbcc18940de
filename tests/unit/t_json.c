/* t_json.c - records: one text for one meaning. */
#include "file/json.h"

#include "unit.h"

static const char *text_of(const struct json *j)
{
	static struct buf b;

	buf_clear(&b);
	json_write(j, &b);
	return buf_text(&b);
}

static void writes_one_text(void **state)
{
	struct json *j = json_new(), *list = json_new_list();

	(void)state;
	json_set_str(j, "b", "x\"\\\n/\x7f");
	json_set_int(j, "a", INT64_MIN);
	json_set_str(j, "none", NULL);
	json_set(j, "nothing", NULL);
	json_add_str(list, "1");
	json_add(list, json_new());
	json_set(j, "B", list);
	assert_string_equal(text_of(j), "{\"B\":[\"1\",{}],"
					"\"a\":-9223372036854775808,"
					"\"b\":\"x\\\"\\\\\\n/\x7f\"}");
	assert_string_equal(json_key(j, 0), "B");
	assert_string_equal(json_key(j, 2), "b");
	assert_null(json_key(j, 3));
	json_free(j);
}

static void looks_up(void **state)
{
	static const char text[] = "{\"i\":5,\"l\":[\"x\"],\"s\":\"t\"}";
	struct err err = { 0 };
	struct json *j = json_parse(text, strlen(text), &err), *copy;

	(void)state;
	assert_non_null(j);
	assert_string_equal(json_str(j, "s"), "t");
	assert_null(json_str(j, "i"));
	assert_null(json_str(j, "absent"));
	assert_int_equal(json_int(j, "i", -1), 5);
	assert_int_equal(json_int(j, "s", -1), -1);
	assert_int_equal(json_len(json_get(j, "l")), 1);
	assert_null(json_at(json_get(j, "l"), 1));
	assert_true(json_is_list(json_get(j, "l")) && json_is_map(j));
	copy = json_clone(j);
	json_set_str(j, "s", "other");
	json_free(j);
	assert_string_equal(text_of(copy), text);
	json_free(copy);
	json_free(NULL);
}

static void refuses_all_but_its_own(void **state)
{
	static const char *const bad[] = {
		"",
		"{",
		"{} ",
		" {}",
		"{\"b\":1,\"a\":2}",
		"{\"a\": 1}",
		"{\"a\":1.0}",
		"{\"a\":1e3}",
		"{\"a\":true}",
		"{\"a\":null}",
		"{\"a\":1,\"a\":1}",
		"{\"a\":\"\\/\"}",
		"{\"a\":\"\\u0041\"}",
		"{\"a\":\"\xff\"}",
		"{\"a\":\"\xed\xa0\x80\"}",
		"{\"a\":01}",
		"{\"a\":-0}",
		"{\"a\":9223372036854775808}",
		"{'a':1}",
		"{\"a\":\"\\u0000\"}",
		"{}{}",
		"\"a\"",
		"1",
		"{\"a\":1,}",
	};
	struct err err;

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		err_clear(&err);
		if (json_parse(bad[i], strlen(bad[i]), &err))
			fail_msg("took %s", bad[i]);
		assert_int_equal(err.kind, ERR_DATA);
	}
}

/* A bomb of brackets is refused, not followed down the stack. */
static void refuses_depth(void **state)
{
	enum { DEPTH = 1000000 };
	struct err err = { 0 };
	char *text = malloc(2 * DEPTH);

	(void)state;
	memset(text, '[', DEPTH);
	memset(text + DEPTH, ']', DEPTH);
	assert_null(json_parse(text, 2 * DEPTH, &err));
	assert_null(json_parse_any(text, 2 * DEPTH, &err));
	assert_int_equal(err.kind, ERR_DATA);
	free(text);
}

static void takes_other_programs_json(void **state)
{
	static const char text[] = " { \"b\" : 0.1, \"a\" : [ true, 1e2 ],\n"
				   "\"c\": null }\n";
	struct err err = { 0 };
	struct json *j = json_parse_any(text, strlen(text), &err);

	(void)state;
	assert_non_null(j);
	assert_string_equal(json_str(j, "b"), "0.1");
	assert_null(json_parse_any("{\"a\":1,\"a\":2}", 13, &err));
	json_free(j);
}

/* A name that is no UTF-8 can still be told from every other. */
static void strange_names_stay_apart(void **state)
{
	struct json *j = json_new();

	(void)state;
	json_set_str(j, "a", "b\xffz");
	assert_string_equal(json_str(j, "a"), "b%FFz");
	json_free(j);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(writes_one_text),
		cmocka_unit_test(looks_up),
		cmocka_unit_test(refuses_all_but_its_own),
		cmocka_unit_test(refuses_depth),
		cmocka_unit_test(takes_other_programs_json),
		cmocka_unit_test(strange_names_stay_apart),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
