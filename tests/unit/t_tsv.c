/* t_tsv.c - tables in and out. */
#include "file/tsv.h"

#include <math.h>

#include "base/mem.h"
#include "unit.h"

static int read_text(struct tsv *t, const char *text, size_t n, struct err *err)
{
	unit_write("t.tsv", text, n);
	return tsv_read(t, "t.tsv", err);
}

/* What T looks like when it is written. */
static const char *written(const struct tsv *t, int json)
{
	struct err err = { 0 };
	struct out o;

	assert_int_equal(out_open(&o, "o.tsv", FILE_PLAIN, &err), 0);
	(json ? tsv_write_json : tsv_write)(t, &o);
	assert_int_equal(out_commit(&o, &err), 0);
	out_release(&o);
	return unit_read("o.tsv");
}

static void keeps_what_it_does_not_know(void **state)
{
	static const char text[] = "lab\tid\tv\nx y\ta\t1\n\tb\t\n";
	struct err err = { 0 };
	struct tsv t;

	(void)state;
	assert_int_equal(read_text(&t, text, strlen(text), &err), 0);
	assert_int_equal(t.rows, 2);
	assert_int_equal(tsv_column(&t, "id"), 1);
	assert_int_equal(tsv_column(&t, "ID"), -1);
	assert_string_equal(tsv_get(&t, 1, 1), "b");
	assert_string_equal(tsv_get(&t, 1, 0), "");
	assert_string_equal(tsv_get(&t, 1, -1), "");
	assert_string_equal(written(&t, 0), text);
	tsv_release(&t);
	tsv_release(&t);
}

static void new_columns_go_right(void **state)
{
	static const char text[] = "id\tv\na\t1\nb\t2\n";
	struct err err = { 0 };
	struct tsv t;
	int c;

	(void)state;
	assert_int_equal(read_text(&t, text, strlen(text), &err), 0);
	c = tsv_add_column(&t, "score");
	assert_int_equal(c, 2);
	assert_int_equal(tsv_add_column(&t, "v"), 1);
	tsv_set_real(&t, 0, c, 1.0 / 3);
	tsv_set(&t, 1, 1, tsv_get(&t, 1, 1)); /* its own text */
	assert_int_equal(tsv_add_row(&t), 2);
	tsv_set_int(&t, 2, 1, -7);
	assert_string_equal(written(&t, 0),
			    "id\tv\tscore\n"
			    "a\t1\t0.333333333\nb\t2\t\n\t-7\t\n");
	tsv_release(&t);
}

static void finds_columns_in_any_order(void **state)
{
	static const char *const names[] = { "a", "b", "c", "b", "a", "a", "c",
					     "c", "a", "b", "d", "a", "d" };
	struct tsv t = { 0 };

	(void)state;
	for (int again = 0; again < 2; again++)
		for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
			assert_int_equal(tsv_add_column(&t, names[i]),
					 names[i][0] - 'a');
	assert_int_equal(t.columns, 4);
	tsv_release(&t);
	assert_int_equal(tsv_add_column(&t, "c"), 0);
	tsv_release(&t);
}

static void takes_what_spreadsheets_write(void **state)
{
	static const char text[] = "\xef\xbb\xbfid\tv\r\na\t1\r\nb\t2";
	struct err err = { 0 };
	struct tsv t;

	(void)state;
	assert_int_equal(read_text(&t, text, strlen(text), &err), 0);
	assert_string_equal(written(&t, 0), "id\tv\na\t1\nb\t2\n");
	tsv_release(&t);
}

static void refuses(void **state)
{
#define CASE(text, words)                     \
	{                                     \
		text, sizeof(text) - 1, words \
	}
	static const struct {
		const char *text;
		size_t n;
		const char *words;
	} bad[] = {
		CASE("", "empty"),
		CASE("\n", "no name"),
		CASE("id\t\na\tb\n", "column 2 has no name"),
		CASE("id\tid\n", "two columns are called 'id'"),
		CASE("id\tv\na\n", "t.tsv:2: 1 cell,"),
		CASE("id\tv\na\tb\nc\td\te\n", "t.tsv:3: 3 cells"),
		CASE("id\tv\na\tb\n\n", "t.tsv:3: 1 cell,"),
		CASE("id\tv\na\t\0\n", "not text"),
		CASE("\xff\tv\n\0\0", "not text"),
		CASE("id\xff", "not text"),
		CASE("id\tv\na\t\xff\n", "not UTF-8"),
		CASE("id\tv\na\t\xc0\xaf\n", "not UTF-8"),
		CASE("id\tv\na\t\xed\xa0\x80\n", "not UTF-8"),
		CASE("id\tv\na\t\xf4\x90\x80\x80\n",
		     "iconv -f WINDOWS-1252 -t UTF-8 t.tsv > new.tsv"),
		CASE("\xff\xfei\0d\0\n\0",
		     "the table is UTF-16, want UTF-8; convert it: iconv -f "
		     "UTF-16 -t UTF-8 t.tsv > new.tsv"),
		CASE("\xfe\xff\0i\0d\0\n", "-f UTF-16 -t"),
		CASE("i\0d\0\n\0", "-f UTF-16LE -t"),
		CASE("\0i\0d\0\n", "-f UTF-16BE -t"),
		CASE("id\tv\na\tb\rc\n", "carriage return"),
		CASE("version https://git-lfs.github.com/spec/v1\noid sha256:1",
		     "git lfs pull"),
		CASE("/annex/objects/MD5E-s9--0.tsv\n", "git annex get"),
	};
#undef CASE
	struct err err;
	struct tsv t;

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		err_clear(&err);
		assert_int_equal(read_text(&t, bad[i].text, bad[i].n, &err),
				 -1);
		assert_says(&err, ERR_DATA, bad[i].words);
		assert_says(&err, ERR_DATA, "t.tsv");
	}
}

static void refuses_a_flood_of_columns(void **state)
{
	struct err err = { 0 };
	struct buf b = { 0 };
	struct tsv t;

	(void)state;
	for (int i = 0; i < 200000; i++)
		buf_printf(&b, "c%d\t", i);
	buf_str(&b, "end\n");
	assert_int_equal(read_text(&t, b.data, b.len, &err), -1);
	assert_says(&err, ERR_DATA, "200001 columns");
	buf_release(&b);
}

static void says_where_a_cell_is_wrong(void **state)
{
	static const char text[] = "id\tv\na\t1.5\nb\tx\nc\t\n";
	struct err err = { 0 };
	struct tsv t;
	double x;

	(void)state;
	assert_int_equal(read_text(&t, text, strlen(text), &err), 0);
	assert_int_equal(tsv_real(&t, 0, 1, &x, &err), 0);
	assert_true(x == 1.5);
	assert_int_equal(tsv_real(&t, 1, 1, &x, &err), -1);
	assert_says(&err, ERR_DATA, "t.tsv:3: column 'v'");
	assert_int_equal(tsv_real(&t, 2, 1, &x, &err), -1);
	assert_says(&err, ERR_DATA, "t.tsv:4: ");
	assert_int_equal(tsv_need(&t, "w", &err), -1);
	assert_says(&err, ERR_DATA, "no column 'w'");
	tsv_release(&t);
}

static void cells_hold_no_breaks(void **state)
{
	struct err err = { 0 };

	(void)state;
	assert_int_equal(tsv_check_cell("", &err), 0);
	assert_int_equal(tsv_check_cell("K\xc3\xb6ln [3]", &err), 0);
	assert_int_equal(tsv_check_cell("a\tb", &err), -1);
	assert_int_equal(tsv_check_cell("a\nb", &err), -1);
	assert_int_equal(tsv_check_cell("a\rb", &err), -1);
	assert_int_equal(tsv_check_cell("a\xffz", &err), -1);
	assert_says(&err, ERR_DATA, "UTF-8");
}

/* A number stays one, what only looks like one does not become one. */
static void json_knows_numbers(void **state)
{
	static const char text[] =
		"a\tb\tc\td\te\tf\tg\th\ti\n"
		"1\t-2.5e-07\t007\t\tnan\t.5\t1.\t\"q\\\t0x10\n";
	struct err err = { 0 };
	struct tsv t;

	(void)state;
	assert_int_equal(read_text(&t, text, strlen(text), &err), 0);
	assert_string_equal(
		written(&t, 1),
		"{\"a\":1,\"b\":-2.5e-07,"
		"\"c\":\"007\",\"d\":null,\"e\":\"nan\",\"f\":\".5\","
		"\"g\":\"1.\",\"h\":\"\\\"q\\\\\",\"i\":\"0x10\"}\n");
	tsv_release(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(keeps_what_it_does_not_know),
		cmocka_unit_test(new_columns_go_right),
		cmocka_unit_test(finds_columns_in_any_order),
		cmocka_unit_test(takes_what_spreadsheets_write),
		cmocka_unit_test(refuses),
		cmocka_unit_test(refuses_a_flood_of_columns),
		cmocka_unit_test(says_where_a_cell_is_wrong),
		cmocka_unit_test(cells_hold_no_breaks),
		cmocka_unit_test(json_knows_numbers),
	};

	return cmocka_run_group_tests(tests, unit_enter, unit_leave);
}
