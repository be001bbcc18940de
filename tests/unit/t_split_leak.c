/*
 * t_split_leak.c - rows scored and trained on, rows left out, slips of a hand.
 */
#include "unit.h"

#include "manifest/slip.h"
#include "manifest/split_leak.h"
#include "manifest/split_unused.h"

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

/* Reports on a table whose rows have the splits in LABELS, with
 * commas between.  Returns the sentence, or "". */
static const char *unused(const char *labels, enum message_level level)
{
	static const char *const used[] = { "fold1", "val" };
	static char said[400];
	char text[1000] = "id\tsource\ttarget\tsplit\n";
	struct messages to = { 0 };
	struct manifest m;

	for (int i = 0; *labels; i++) {
		size_t n = strcspn(labels, ","), at = strlen(text);

		snprintf(text + at, sizeof(text) - at, "%d\ta\tb\t%.*s\n", i,
			 (int)n, labels);
		labels += n + (labels[n] != 0);
	}
	read_text(&m, text);
	split_unused_report(&m, used, 2, "left out", &to);
	assert_true(to.n < 2 && (!to.n || to.list[0].level == level));
	snprintf(said, sizeof(said), "%s", to.n ? to.list[0].text : "");
	messages_release(&to);
	manifest_release(&m);
	return said;
}

static void names_rows_left_out(void **state)
{
	(void)state;
	assert_string_equal(unused("train,fold1,val,test", MESSAGE_INFO), "");
	assert_string_equal(unused("fold1,fold2,fold2,far,val", MESSAGE_INFO),
			    "3 of 5 rows are left out: 2 of split 'fold2', 1 "
			    "of split 'far'");
	assert_string_equal(unused("training,Test,,val", MESSAGE_WARNING),
			    "3 of 4 rows are left out: 1 of split 'training' "
			    "(did you mean 'train'?), 1 of split 'Test' (did "
			    "you mean 'test'?), 1 without a split");
	assert_string_equal(unused("val,val,tset", MESSAGE_WARNING),
			    "1 of 3 rows is left out: 1 of split 'tset' (did "
			    "you mean 'test'?)");
	assert_string_equal(unused("a,b,c,d,e,f,g,fold1", MESSAGE_INFO),
			    "7 of 8 rows are left out: 1 of split 'a', 1 of "
			    "split 'b', 1 of split 'c', 1 of split 'd', 1 of "
			    "split 'e', the others of more splits");
}

static void finds_slips(void **state)
{
	static const char *const apart[] = { "0.05", "0.5", "10",  "100",
					     "a",    "b",   "A12", "A1" };
	static const char *const once[] = { "3", "03", "plate 07", "Plate7",
					    "3" };
	const char *alike[2];
	struct messages to = { 0 };
	struct manifest m;

	(void)state;
	assert_int_equal(slip_names(apart, 8, alike), 0);
	assert_int_equal(slip_names(once, 5, alike), 2);
	assert_string_equal(alike[0], "03");
	assert_string_equal(alike[1], "3");

#define NORMS                                                      \
	"id\tsource\ttarget\tgroup\tsource_offset\tsource_scale\t" \
	"source_fit\ttarget_offset\ttarget_scale\ttarget_fit\n"
	read_text(&m, NORMS "a\ts\tt\t1\t5\t1\timage\t3\t0.02\tset:train\n"
			    "b\ts\tt\t1\t6\t2\timage\t3\t0.020000000000000001"
			    "\tset:train\n"
			    "c\ts\tt\t2\t7\t3\tgroup\t4\t0.02\tset\n");
	slip_report(&m, &to);
	assert_int_equal(to.n, 0);
	manifest_release(&m);
	read_text(&m, NORMS "a\ts\tt\t1\t5\t1\tgroup\t3\t0.0213\tset:train\n"
			    "b\ts\tt\t01\t6\t2\tgroup\t3\t0.02\tset:train\n"
			    "c\ts\tt\t1\t7\t1\tgroup\t3\t0.02\tset:train\n");
	slip_report(&m, &to);
	assert_int_equal(to.n, 3);
	assert_non_null(strstr(to.list[0].text,
			       ":4: source_offset of 'c' is 7, that of 'a' is "
			       "5, though source_fit says that one fit gave "
			       "both (1 row like this)"));
	assert_non_null(strstr(to.list[1].text,
			       ":3: target_scale of 'b' is 0.02, that of 'a' "
			       "is 0.0213"));
	assert_non_null(strstr(to.list[1].text, "(2 rows like this)"));
	assert_non_null(strstr(to.list[2].text, "groups '01' and '1' are"));
	messages_release(&to);
	manifest_release(&m);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(finds_images_and_groups),
		cmocka_unit_test(goes_by_pixels),
		cmocka_unit_test(compares_two_tables),
		cmocka_unit_test(names_rows_left_out),
		cmocka_unit_test(finds_slips),
	};

	return cmocka_run_group_tests(tests, unit_enter, unit_leave);
}
