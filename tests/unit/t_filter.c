/*
 * t_filter.c - conditions on runs hold for those they are meant for, and what
 * is wrong with one is said with its column.
 */
#include "unit.h"

#include "diff/run_filter.h"

static const char *value(void *arg, const char *function, const char *name)
{
	static const char *const has[][2] = {
		{ "lr", "1e-3" },
		{ "val.loss", "0.5" },
		{ "state", "done" },
		{ "tags", "keep best" },
		{ "tool", "xp-train" },
		{ "min val.loss", "0.25" },
		{ "last val.loss", "0.75" },
		{ "gone", "nan" },
	};

	(void)arg;
	for (size_t i = 0; i < sizeof has / sizeof *has; i++) {
		size_t n = function ? strlen(function) + 1 : 0;

		if ((!function || !strncmp(has[i][0], function, n - 1)) &&
		    strlen(has[i][0]) > n && !strcmp(has[i][0] + n, name))
			return has[i][1];
	}
	return NULL;
}

static int test(const char *text)
{
	struct err err = { 0 };
	struct run_filter *f = run_filter_parse(text, &err);
	int is;

	if (!f)
		fail_msg("%s", err.text);
	is = run_filter_test(f, value, NULL);
	run_filter_free(f);
	return is;
}

static void conditions_hold(void **state)
{
	(void)state;
	assert_int_equal(test("lr = 0.001"), 1);
	assert_int_equal(test("lr > 1e-4 and lr < 1e-2"), 1);
	assert_int_equal(test("lr>=1e-3 and not lr>1e-3"), 1);
	assert_int_equal(test("lr != 1e-3"), 0);
	assert_int_equal(test("min(val.loss) < 0.3 and last(val.loss)>0.7"), 1);
	assert_int_equal(test("val.loss<0.3 or state=done"), 1);
	assert_int_equal(test("tool ~ train and tool ~ 'xp-'"), 1);
	assert_int_equal(test("tags = keep and tags = best"), 1);
	assert_int_equal(test("tags = kee or tags != best"), 0);
	/* "and" binds more closely than "or". */
	assert_int_equal(test("lr=1 and lr=2 or state=done"), 1);
	assert_int_equal(test("lr=1 and (lr=2 or state=done)"), 0);
	assert_int_equal(test("not (lr=1 or state=failed)"), 1);
	assert_int_equal(test("state = \"done\""), 1);
}

/* A loss that is no number is not a good one. */
static void nan_is_not_small(void **state)
{
	(void)state;
	assert_int_equal(test("gone <= 0.02"), 0);
	assert_int_equal(test("gone >= 0.02"), 0);
	assert_int_equal(test("gone < 1 or gone > 1"), 0);
	assert_int_equal(test("not gone < 1"), 1);
	assert_int_equal(test("gone = 5"), 0);
	assert_int_equal(test("gone != 5"), 1);
	assert_int_equal(test("gone = nan"), 1);
	assert_int_equal(test("gone != nan"), 0);
	assert_int_equal(test("gone <= nan"), 0);
	assert_int_equal(test("lr <= nan"), 0);
}

static void what_is_missing_is_unknown(void **state)
{
	(void)state;
	assert_int_equal(test("test.pearson > 0"), -1);
	assert_int_equal(test("not test.pearson > 0"), -1);
	assert_int_equal(test("test.pearson > 0 or lr = 1e-3"), 1);
	assert_int_equal(test("test.pearson > 0 and lr = 1"), 0);
	assert_int_equal(test("test.pearson != 0"), -1);
	assert_int_equal(test("max(lr) = 1"), -1);
}

static void refuses(const char *text, const char *words)
{
	struct err err = { 0 };
	struct run_filter *f = run_filter_parse(text, &err);

	assert_null(f);
	assert_says(&err, ERR_USAGE, words);
}

static void mistakes_have_a_column(void **state)
{
	char deep[400];

	(void)state;
	refuses("", "column 1: want a name, not the end");
	refuses("lr", "column 3: want one of = != < <= > >= ~, not the end");
	refuses("lr <", "column 5: want a number, a word or text in quotes");
	refuses("lr < 1 xor lr = 2", "column 8: want 'and', 'or' or the end, "
				     "not 'xor'");
	refuses("(lr < 1", "column 8: want 'and', 'or' or ')', not the end");
	refuses("lr < 1)", "column 7: want 'and', 'or' or the end, not ')'");
	refuses("min(val.loss < 1", "column 14: want ')', not '<'");
	refuses("mean(val.loss) < 1", "column 5: want an operator, or min");
	refuses("state = 'done", "column 9: want a number, a word or text in "
				 "quotes");
	refuses("lr = 1 and and", "column 15: want one of");
	memset(deep, '(', sizeof deep - 1);
	deep[sizeof deep - 1] = '\0';
	refuses(deep, "column 101: want fewer");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(conditions_hold),
		cmocka_unit_test(nan_is_not_small),
		cmocka_unit_test(what_is_missing_is_unknown),
		cmocka_unit_test(mistakes_have_a_column),
	};

	return cmocka_run_group_tests_name("filter", tests, NULL, NULL);
}
