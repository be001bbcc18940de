/* t_opt.c - command lines and settings files against a table of options. */
#include "app/args.h"
#include "app/opt_rules.h"

#include "unit.h"

static int flag, on;
static int64_t count;
static double rate, later;
static const char *name, *word;
static struct strs list;
static const char *const words[] = { "red", "green", NULL };

static const struct opt opts[] = {
	OPT_SECTION("Some"),
	OPT_FLAG("flag", &flag, "a flag", .letter = 'f'),
	OPT_FLAG("on", &on, "on by default"),
	OPT_INT("count", &count, "N", "whole", .letter = 'c', .low = 0,
		.high = 10),
	OPT_REAL("rate", &rate, "X", "real", .flags = OPT_FREE),
	OPT_REAL("later", &later, "X", "real", .flags = OPT_ADDED),
	OPT_STR("name", &name, "TEXT", "text"),
	OPT_STR("name-of-other", &(const char *){ NULL }, "TEXT", "text",
		.flags = OPT_ALIVE),
	OPT_CHOICE("word", &word, words, "one of"),
	OPT_LIST("list", &list, "ITEM", "more"),
	OPT_STR("config", &(const char *){ NULL }, "FILE", "settings",
		.flags = OPT_ALIVE | OPT_FILE),
	OPT_END
};

static int start(void **state)
{
	(void)state;
	flag = 0;
	on = 1;
	count = 3;
	rate = 0.1;
	later = 0.5;
	name = NULL;
	word = "green";
	strs_release(&list);
	opt_defaults(opts);
	return 0;
}

static char *left[32];

/* Parse LINE, cut at blanks; operands are in LEFT. */
static int parse(const char *line, int stop_early, struct err *err)
{
	static struct strs cut;

	strs_release(&cut);
	if (*line)
		strs_split(&cut, line, ' ');
	for (size_t i = 0; i < cut.n; i++)
		left[i] = cut.at[i];
	err_clear(err);
	return args_parse(opts, (int)cut.n, left, stop_early, NULL, err);
}

static void gnu_order(void **state)
{
	struct err err;

	(void)state;
	assert_int_equal(parse("a --flag b --count=5 - --name x --rate 2e-1"
			       " -- --on -f",
			       0, &err),
			 5);
	assert_string_equal(left[0], "a");
	assert_string_equal(left[1], "b");
	assert_string_equal(left[2], "-");
	assert_string_equal(left[3], "--on");
	assert_string_equal(left[4], "-f");
	assert_true(flag && on && count == 5 && rate == 0.2);
	assert_string_equal(name, "x");
	assert_int_equal(parse("--no-on --no-flag -fc7", 0, &err), 0);
	assert_true(!on && flag && count == 7);
	assert_int_equal(parse("-c 8 --name= --name=a=b", 0, &err), 0);
	assert_true(count == 8);
	assert_string_equal(name, "a=b");
	assert_int_equal(parse("", 0, &err), 0);
}

static void stops_at_an_operand(void **state)
{
	struct err err;

	(void)state;
	assert_int_equal(parse("--flag cmd --count=99", 1, &err), 2);
	assert_string_equal(left[0], "cmd");
	assert_string_equal(left[1], "--count=99");
	assert_int_equal(parse("-- cmd", 1, &err), 1);
	assert_string_equal(left[0], "cmd");
}

static void prefixes(void **state)
{
	struct err err;

	(void)state;
	assert_int_equal(parse("--cou=4 --fl", 0, &err), 0);
	assert_true(count == 4 && flag);
	assert_int_equal(parse("--name=y", 0, &err), 0);
	assert_string_equal(name, "y"); /* though another begins so */
	assert_int_equal(parse("--na=y", 0, &err), -1);
	assert_says(&err, ERR_USAGE, "'--na=y' could mean");
}

static void refuses(void **state)
{
	static const char *const bad[][2] = {
		{ "--cuont=1", "did you mean '--count'" },
		{ "--xyzzy", "unknown option '--xyzzy'" },
		{ "-z", "'-z'" },
		{ "--count", "--count needs a value" },
		{ "-c", "-c needs a value" },
		{ "--count=", "whole number" },
		{ "--count=1.5", "whole number, found '1.5'" },
		{ "--count=11", "0 to 10" },
		{ "--count=-1", "0 to 10" },
		{ "--rate=x", "want a number, found 'x'" },
		{ "--rate=nan", "want a number" },
		{ "--rate=inf", "want a number" },
		{ "--word=blue", "red, green" },
		{ "--flag=maybe", "yes or no" },
		{ "--no-count", "unknown option" },
		{ "--no-nothing", "unknown option" },
		{ "--=1", "" },
	};
	struct err err;

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		if (parse(bad[i][0], 0, &err) != -1)
			fail_msg("took %s", bad[i][0]);
		assert_says(&err, ERR_USAGE, bad[i][1]);
	}
}

/* The command line wins, wherever --config stands. */
static void files_come_first(void **state)
{
	static const char text[] = "count = 9\nlist = a\nlist = b\n"
				   "name = from file\nflag = yes\n";
	struct err err;

	(void)state;
	unit_write("s.conf", text, strlen(text));
	assert_int_equal(parse("--count=2 --config s.conf", 0, &err), 0);
	assert_true(count == 2 && flag);
	assert_string_equal(name, "from file");
	assert_int_equal(list.n, 2);
	start(NULL);
	assert_int_equal(parse("--config=s.conf --list=c --list=d", 0, &err),
			 0);
	assert_int_equal(list.n, 2);
	assert_string_equal(list.at[0], "c");
	unit_write("s.conf", "count = 1\nlsit = a\n", 19);
	assert_int_equal(parse("--config s.conf", 0, &err), -1);
	assert_says(&err, ERR_USAGE, "s.conf:2: ");
	assert_says(&err, ERR_USAGE, "'--list'");
	unit_write("s.conf", "config = s.conf\n", 16);
	assert_int_equal(parse("--config s.conf", 0, &err), -1);
	assert_says(&err, ERR_USAGE, "s.conf:1: ");
}

static void printed_settings_read_back(void **state)
{
	struct buf first = { 0 }, again = { 0 };
	struct err err;

	(void)state;
	assert_int_equal(parse("--count=9 --rate=0.30000000000000004 --no-on"
			       " --word=red --list=a --list=b=c",
			       0, &err),
			 0);
	name = "a # b = c";
	opt_print_config(opts, &first);
	assert_non_null(strstr(first.data, "rate = 0.30000000000000004\n"));
	assert_null(strstr(first.data, "config"));
	unit_write("p.conf", first.data, first.len);
	start(NULL);
	assert_int_equal(parse("--config p.conf", 0, &err), 0);
	opt_print_config(opts, &again);
	assert_string_equal(first.data, again.data);
	assert_string_equal(name, "a # b = c");
	assert_int_equal(list.n, 2);
	buf_release(&first);
	buf_release(&again);
}

static void settings_of_a_recipe(void **state)
{
	struct buf b = { 0 };
	struct json *j;
	struct err err;

	(void)state;
	assert_int_equal(parse("--name-of-other=x --rate=1", 0, &err), 0);
	j = opt_settings(opts, 0);
	json_write(j, &b);
	assert_string_equal(b.data, "{\"count\":\"3\",\"flag\":\"no\","
				    "\"on\":\"yes\",\"word\":\"green\"}");
	json_free(j);
	j = opt_settings(opts, 1);
	assert_string_equal(json_str(j, "rate"), "1");
	assert_string_equal(json_str(j, "later"), "0.5");
	assert_null(json_str(j, "name-of-other"));
	json_free(j);
	assert_int_equal(parse("--later=0.25", 0, &err), 0);
	j = opt_settings(opts, 0);
	assert_string_equal(json_str(j, "later"), "0.25");
	json_free(j);
	assert_string_equal(opt_default(opt_find(opts, "rate")), "0.1");
	assert_null(opt_default(opt_find(opts, "name")));
	buf_release(&b);
}

/* --- rules --------------------------------------------------------------- */

static int64_t tall;
static const char *side;
static const struct opt ruled[] = {
	OPT_FLAG("flag", &flag, "a flag"),
	OPT_CHOICE("word", &word, words, "one of"),
	OPT_INT("tall", &tall, "N", "how tall", .needs = "word=red flag"),
	OPT_STR("side", &side, "NAME", "which", .excludes = "tall word=red"),
	OPT_STR("config", &(const char *){ NULL }, "FILE", "settings",
		.flags = OPT_ALIVE | OPT_FILE),
	OPT_END
};

/* Parses LINE, with the settings FILE if it is not NULL; applies the rules. */
static int rules(const char *file, const char *line, struct err *err)
{
	static struct strs cut;
	const struct ctx ctx = { .name = "t_opt", .quiet = 1 };

	flag = 0;
	word = "green";
	tall = 0;
	side = NULL;
	opt_defaults(ruled);
	strs_release(&cut);
	if (file) {
		unit_write("rules.conf", file, strlen(file));
		strs_add(&cut, "--config=rules.conf");
	}
	if (*line)
		strs_split(&cut, line, ' ');
	for (size_t i = 0; i < cut.n; i++)
		left[i] = cut.at[i];
	err_clear(err);
	return args_parse(ruled, (int)cut.n, left, 0, NULL, err) < 0 ?
		       -1 :
		       opt_rules_apply(&ctx, ruled, err);
}

static void assert_ruled_out(const char *file, const char *line,
			     const char *words_of_it)
{
	struct err err;

	assert_int_equal(rules(file, line, &err), -1);
	assert_says(&err, ERR_USAGE, words_of_it);
	err_clear(&err);
}

static void nothing_is_ignored(void **state)
{
	struct err err;

	(void)state;
	assert_int_equal(rules(NULL, "", &err), 0);
	assert_int_equal(rules(NULL, "--tall=2 --flag", &err), 0);
	assert_int_equal(rules(NULL, "--tall=2 --word=red", &err), 0);
	assert_int_equal(rules(NULL, "--tall=0", &err), 0); /* is off */
	assert_int_equal(rules(NULL, "--side=x --tall=0", &err), 0);
	assert_ruled_out(NULL, "--tall=2", "--tall needs --word=red or --flag");
	assert_ruled_out(NULL, "--tall=2 --flag --side=x",
			 "--side cannot be used with --tall=N");
	assert_ruled_out(NULL, "--word=red --side=x",
			 "--side cannot be used with --word=red");
	assert_ruled_out("tall = 2\n", "", "--tall needs");
	assert_ruled_out("flag = yes\ntall = 2\nside = x\n", "",
			 "--side cannot be used with --tall=N");
}

static void the_line_wins_against_a_file(void **state)
{
	struct err err;

	(void)state;
	assert_int_equal(rules("flag = yes\ntall = 2\n", "--side=x", &err), 0);
	assert_true(tall == 0 && !strcmp(side, "x"));
	assert_int_equal(rules("side = x\n", "--tall=2 --flag", &err), 0);
	assert_true(tall == 2 && !side);
	assert_int_equal(rules("side = x\n", "--word=red", &err), 0);
	assert_true(!side);
	assert_int_equal(rules("flag = yes\ntall = 2\n", "--no-flag", &err), 0);
	assert_int_equal(tall, 0);
	/* what --print-config prints gives nothing */
	assert_int_equal(rules("tall = 0\nside = x\nword = green\n", "", &err),
			 0);
	assert_int_equal(opt_was_given("side"), 1);
	assert_int_equal(opt_was_given("tall"), 0);
	assert_int_equal(opt_was_given("word"), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_is_ignored),
		cmocka_unit_test(the_line_wins_against_a_file),
		cmocka_unit_test_setup(gnu_order, start),
		cmocka_unit_test_setup(stops_at_an_operand, start),
		cmocka_unit_test_setup(prefixes, start),
		cmocka_unit_test_setup(refuses, start),
		cmocka_unit_test_setup(files_come_first, start),
		cmocka_unit_test_setup(printed_settings_read_back, start),
		cmocka_unit_test_setup(settings_of_a_recipe, start),
	};

	return cmocka_run_group_tests(tests, unit_enter, unit_leave);
}
