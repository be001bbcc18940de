/* t_conf.c - settings files. */
#include "file/conf.h"

#include "base/buf.h"
#include "unit.h"

static int note(void *arg, const char *key, const char *value, struct err *err)
{
	buf_printf(arg, "%s=%s;", key, value);
	return strcmp(key, "bad") ? 0 : err_usage(err, "bad key");
}

/* What is read of TEXT, or NULL. */
static const char *read_text(const char *text, struct err *err)
{
	static struct buf b;

	buf_clear(&b);
	err_clear(err);
	unit_write("s.conf", text, strlen(text));
	return conf_read("s.conf", note, &b, err) ? NULL : buf_text(&b);
}

static void reads_keys_and_values(void **state)
{
	struct err err;

	(void)state;
	assert_string_equal(read_text("# one\n\n a = b \nc=d=e\r\nf =\n"
				      "  # two\ng = x # y",
				      &err),
			    "a=b;c=d=e;f=;g=x # y;");
	assert_string_equal(read_text("", &err), "");
	assert_string_equal(read_text("a=1\na=2\n", &err), "a=1;a=2;");
}

static void names_file_and_line(void **state)
{
	struct err err;

	(void)state;
	assert_null(read_text("a=1\n\nnonsense\n", &err));
	assert_says(&err, ERR_USAGE, "s.conf:3: want 'key = value'");
	assert_null(read_text("= 1\n", &err));
	assert_says(&err, ERR_USAGE, "s.conf:1: ");
	assert_null(read_text("a=1\nbad=2\na=3\n", &err));
	assert_says(&err, ERR_USAGE, "s.conf:2: bad key");
}

static void refuses_what_is_no_text(void **state)
{
	struct err err = { 0 };

	(void)state;
	unit_write("nul", "a = 1\0\n", 7);
	assert_int_equal(conf_read("nul", note, NULL, &err), -1);
	assert_says(&err, ERR_USAGE, "'nul' is not a settings file");
	assert_int_equal(conf_read("absent", note, NULL, &err), -1);
	assert_says(&err, ERR_DATA, "absent");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_keys_and_values),
		cmocka_unit_test(names_file_and_line),
		cmocka_unit_test(refuses_what_is_no_text),
	};

	return cmocka_run_group_tests(tests, unit_enter, unit_leave);
}
