/*
 * t_split_leak.c - rows that are scored and trained on.
 */
#include "unit.h"

#include "manifest/split_leak.h"

static void read_text(struct manifest *p, const char *text)
{
	static int n;
	char path[20];
	struct err err = { 0 };

	snprintf(path, sizeof(path), "%d.tsv", n++);
	unit_write(path, text, strlen(text));
	if (manifest_read(p, path, &err) < 0)
		fail_msg("%s", err.text);
}

#define HEAD "id\tsource\ttarget\tsplit\tgroup\tsource_sha256\ttarget_sha256\n"

static const char *const set = HEAD
	"a\t1.tif\t2.tif\ttrain\tP1\taa\tbb\n"
	"b\t3.tif[0]\t4.tif[0]\ttrain\tP2\tcc\tdd\n"
	"c\t3.tif[1]\t4.tif[1]\ttest\tP3\tcc\tdd\n" /* another page */
	"d\tcopy.tif\t5.tif\ttest\tP4\taa\tee\n"    /* a's source */
	"e\t6.tif\tcopy.tif[0]\ttest\tP5\tff\tdd\n" /* b's target */
	"f\t7.tif\t8.tif\ttest\tP2\tgg\thh\n"	    /* b's group */
	"g\t9.tif\t10.tif\tval\tP9\tii\tjj\n";

static void finds_images_and_groups(void **state)
{
	struct manifest m;
	struct split_leak leak;
	struct split_leak_rows train = { .manifest = &m, .split = "train" };
	struct split_leak_rows test = { .manifest = &m, .split = "test" };
	struct split_leak_rows val = { .manifest = &m, .split = "val" };
	struct messages said = { 0 };

	(void)state;
	read_text(&m, set);
	split_leak_find(&leak, &train, &test, 1);
	assert_int_equal(leak.scored, 4);
	assert_int_equal(leak.side[SOURCE].rows, 1);
	assert_string_equal(leak.side[SOURCE].first->id, "d");
	assert_string_equal(leak.side[SOURCE].trained->id, "a");
	assert_int_equal(leak.side[TARGET].rows, 1);
	assert_string_equal(leak.side[TARGET].first->id, "e");
	assert_string_equal(leak.side[TARGET].trained->id, "b");
	assert_int_equal(leak.group.rows, 1);
	assert_string_equal(leak.group.first->id, "f");
	split_leak_report(&leak, "test", &said);
	assert_int_equal(said.n, 3);
	assert_non_null(strstr(said.list[0].text,
			       "1 of 4 pairs of 'test' has a "
			       "source"));
	assert_non_null(strstr(said.list[1].text, "a target that is trained "
						  "on, first 'e'"));
	assert_non_null(strstr(said.list[2].text, "group 'P2'"));
	messages_release(&said);

	split_leak_find(&leak, &train, &test, 0);
	assert_int_equal(leak.group.rows, 0);
	split_leak_find(&leak, &train, &val, 1);
	split_leak_report(&leak, "val", &said);
	assert_int_equal(leak.scored, 1);
	assert_int_equal(said.n, 0);
	manifest_release(&m);
}

/* Digests of pixels go before those of files: the same picture saved in
 * another way is the same. */
static void goes_by_pixels(void **state)
{
	static const struct digest pixels[7][SIDES] = {
		{ { { 1 } }, { { 2 } } },   { { { 3 } }, { { 4 } } },
		{ { { 3 } }, { { 5 } } },   { { { 6 } }, { { 7 } } },
		{ { { 8 } }, { { 9 } } },   { { { 10 } }, { { 11 } } },
		{ { { 12 } }, { { 13 } } },
	};
	struct manifest m;
	struct split_leak leak;
	struct split_leak_rows train = { &m, "train", pixels, NULL };
	struct split_leak_rows test = { &m, "test", pixels, NULL };

	(void)state;
	read_text(&m, set);
	split_leak_find(&leak, &train, &test, 0);
	assert_int_equal(leak.side[SOURCE].rows, 1);
	assert_string_equal(leak.side[SOURCE].first->id, "c");
	assert_string_equal(leak.side[SOURCE].trained->id, "b");
	assert_int_equal(leak.side[TARGET].rows, 0);
	test.pixels = NULL;
	split_leak_find(&leak, &train, &test, 0);
	assert_string_equal(leak.side[SOURCE].first->id, "d");
	manifest_release(&m);
}

/* Of two tables, one without digests: by the path. */
static void compares_two_tables(void **state)
{
	struct manifest a, b;
	struct split_leak leak;
	struct split_leak_rows train = { .manifest = &a, .split = "train" };
	struct split_leak_rows all = { .manifest = &b };

	(void)state;
	read_text(&a, "id\tsource\ttarget\tsplit\nx\tp.tif\tq.tif\ttrain\n"
		      "y\tr.tif\ts.tif\tval\n");
	read_text(&b, "id\tsource\ttarget\nk\tr.tif\ts.tif\n"
		      "l\tp.tif\tt.tif\nm\tu.tif\tv.tif\n");
	split_leak_find(&leak, &train, &all, 1);
	assert_int_equal(leak.scored, 3);
	assert_int_equal(leak.side[SOURCE].rows, 1);
	assert_string_equal(leak.side[SOURCE].first->id, "l");
	assert_int_equal(leak.side[TARGET].rows, 0);
	assert_int_equal(leak.group.rows, 0);
	manifest_release(&a);
	manifest_release(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(finds_images_and_groups),
		cmocka_unit_test(goes_by_pixels),
		cmocka_unit_test(compares_two_tables),
	};

	return cmocka_run_group_tests(tests, unit_enter, unit_leave);
}
