/*
 * t_split.c - groups and their part of the split.
 */
#include <math.h>

#include "file/tsv.h"
#include "pairing/group.h"
#include "pairing/group_hint.h"
#include "pairing/split.h"
#include "unit.h"

static struct split_shares shares(const char *text)
{
	struct split_shares s;
	struct err err;

	if (split_parse(&s, text, &err))
		fail_msg("%s", err.text);
	return s;
}

static void parses_shares(void **state)
{
	static const char *const bad[] = {
		"",	    "70",      "70:30",	    "70:15:15:0",
		"70:-1:31", "0:0:0",   "a:b:c",	    "70:15:",
		"nan:1:1",  "inf:1:1", "70 :15:15", "1e308:1e308:1e308",
	};
	struct split_shares s;
	struct err err;

	(void)state;
	s = shares("70:15:15");
	assert_float_equal(split_share(&s, SPLIT_TRAIN), 0.7, 1e-12);
	assert_float_equal(split_share(&s, SPLIT_VAL), 0.15, 1e-12);
	assert_float_equal(split_share(&s, SPLIT_TEST), 0.15, 1e-12);
	s = shares("8:0:2");
	assert_float_equal(split_share(&s, SPLIT_VAL), 0, 0);
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		memset(&err, 0, sizeof(err));
		if (split_parse(&s, bad[i], &err) == 0)
			fail_msg("'%s' was taken", bad[i]);
		assert_says(&err, ERR_USAGE, "70:15:15");
	}
}

/* Worked out with Python's hashlib: int(sha256(text).hexdigest()[:16],
 * 16) >> 11, divided by 2^53.  Splits of recorded runs hang on it. */
static void places_are_fixed(void **state)
{
	(void)state;
	assert_true(split_place("4", 7) == 0x1.bbb665d7f1e4cp-1);
	assert_true(split_place("Position12_time10", 0) ==
		    0x1.0e746630f6da4p-3);
}

/* Many seeds: the counts have the mean and the spread of independent
 * draws, so the parts are as asked for and no seed is like its neighbour. */
static void fractions_on_average(void **state)
{
	enum { GROUPS = 40, SEEDS = 2000 };
	struct split_shares s = shares("70:15:15");
	double sum[SPLITS] = { 0 }, square[SPLITS] = { 0 };

	(void)state;
	for (int seed = 0; seed < SEEDS; seed++) {
		int count[SPLITS] = { 0 };
		char group[20];

		for (int g = 0; g < GROUPS; g++) {
			const char *label;

			snprintf(group, sizeof(group), "%d", g);
			label = split_label(&s, group, (uint64_t)seed);
			for (int i = 0; i < SPLITS; i++)
				count[i] += !strcmp(label, split_names[i]);
		}
		for (int i = 0; i < SPLITS; i++) {
			sum[i] += count[i];
			square[i] += count[i] * count[i];
		}
	}
	for (int i = 0; i < SPLITS; i++) {
		double p = split_share(&s, i), n = GROUPS;
		double mean = sum[i] / SEEDS;
		double var = square[i] / SEEDS - mean * mean;
		double want = n * p * (1 - p);

		/* five standard errors */
		assert_true(fabs(mean - n * p) < 5 * sqrt(want / SEEDS));
		assert_true(fabs(var - want) < 5 * want * sqrt(2.0 / SEEDS));
	}
}

static void make_table(struct tsv *t)
{
	tsv_add_column(t, "id");
	tsv_add_column(t, "source");
	tsv_add_column(t, "target");
	tsv_add_column(t, "split");
	tsv_add_column(t, "group");
}

static void add_row(struct tsv *t, int position, int time)
{
	char text[60];
	size_t row = tsv_add_row(t);

	snprintf(text, sizeof(text), "Position%d_time%d", position, time);
	tsv_set(t, row, 0, text);
	snprintf(text, sizeof(text), "raw/BF_Position%d_time%d.tif", position,
		 time);
	tsv_set(t, row, 1, text);
	tsv_set(t, row, 2, "y");
}

static void fill(struct tsv *t, const char *group, const char *const *assign)
{
	struct strs list = { 0 };
	struct group g;
	struct err err = { 0 };

	for (; assign && *assign; assign++)
		strs_add(&list, *assign);
	if (group_init(&g, group, &list, "60:20:20", 7, &err) ||
	    group_fill(&g, t, &err))
		fail_msg("%s", err.text);
	group_release(&g);
	strs_release(&list);
}

static const char *split_of(const struct tsv *t, const char *id)
{
	for (size_t i = 0; i < t->rows; i++)
		if (!strcmp(tsv_get(t, i, 0), id))
			return tsv_get(t, i, 3);
	fail_msg("no row '%s'", id);
	return NULL;
}

/* Add images one by one, to old groups and new ones, in any order: the
 * rows that were there keep their place. */
static void adding_never_moves(void **state)
{
	struct tsv all = { 0 };

	(void)state;
	make_table(&all);
	for (int i = 0; i < 120; i++)
		add_row(&all, (i * 37) % 30, i / 30);
	fill(&all, "Position([0-9]+)", NULL);
	for (int n = 1; n <= 120; n += 7) {
		struct tsv some = { 0 };

		make_table(&some);
		for (int i = n - 1; i >= 0; i--)
			add_row(&some, (i * 37) % 30, i / 30);
		fill(&some, "Position([0-9]+)", NULL);
		for (size_t i = 0; i < some.rows; i++)
			assert_string_equal(tsv_get(&some, i, 3),
					    split_of(&all,
						     tsv_get(&some, i, 0)));
		tsv_release(&some);
	}
	tsv_release(&all);
}

static void groups_stay_together(void **state)
{
	struct tsv t = { 0 };
	char id[40];

	(void)state;
	make_table(&t);
	for (int p = 1; p <= 20; p++)
		for (int k = 0; k < 4; k++)
			add_row(&t, p, k);
	fill(&t, "Position([0-9]+)", NULL);
	for (int p = 1; p <= 20; p++)
		for (int k = 1; k < 4; k++) {
			const char *first;

			snprintf(id, sizeof(id), "Position%d_time0", p);
			first = split_of(&t, id);
			snprintf(id, sizeof(id), "Position%d_time%d", p, k);
			assert_string_equal(split_of(&t, id), first);
		}
	tsv_release(&t);
}

static void assignment_wins(void **state)
{
	struct tsv t = { 0 };

	(void)state;
	make_table(&t);
	add_row(&t, 4, 1);
	add_row(&t, 4, 2);
	add_row(&t, 12, 1);
	fill(&t, NULL,
	     (const char *const[]){ "train=Position4_", "holdout=Position12",
				    "val=Position", NULL });
	assert_string_equal(split_of(&t, "Position4_time1"), "train");
	assert_string_equal(split_of(&t, "Position4_time2"), "train");
	assert_string_equal(split_of(&t, "Position12_time1"), "holdout");
	tsv_release(&t);
}

static void refuses_torn_groups(void **state)
{
	struct strs assign = { 0 };
	struct group g;
	struct tsv t = { 0 };
	struct err err = { 0 };

	(void)state;
	make_table(&t);
	add_row(&t, 4, 1);
	add_row(&t, 4, 2);
	strs_add(&assign, "train=time1");
	strs_add(&assign, "test=time2");
	assert_int_equal(group_init(&g, "Position([0-9]+)", &assign, "60:20:20",
				    7, &err),
			 0);
	assert_int_equal(group_fill(&g, &t, &err), -1);
	assert_says(&err, ERR_DATA, "group '4' would be in two parts");
	group_release(&g);
	assert_int_equal(group_init(&g, "well([0-9]+)", &assign, "60:20:20", 7,
				    &err),
			 0);
	assert_int_equal(group_fill(&g, &t, &err), -1);
	assert_says(&err, ERR_DATA, "raw/BF_Position4_time1.tif");
	group_release(&g);
	strs_release(&assign);
	tsv_release(&t);
}

static void series_are_seen(void **state)
{
	static const struct {
		const char *ref[4], *expression;
		size_t groups;
	} want[] = {
		{ { "a/BF_Position4_time10.tif", "a/BF_Position4_time20.tif",
		    "a/BF_Position12_time10.tif" },
		  "Position([0-9]+)",
		  2 },
		{ { "cells_t1.tif", "cells_t2.tif" },
		  "(.*[^A-Za-z])t[0-9]+",
		  1 },
		{ { "set1/a_t1.tif", "set1/a_t2.tif", "set1/b_t1.tif" },
		  "(.*[^A-Za-z])t[0-9]+",
		  2 },
		{ { "x/e_w1_s1_t1.tif", "x/e_w1_s1_t2.tif",
		    "x/e_w1_s2_t1.tif" },
		  "[^A-Za-z]s([0-9]+)",
		  2 },
		{ { "Ch3_CP0001.tif", "Ch3_CP0002.tif" }, NULL, 0 },
		{ { "01_POS002_D.TIF", "01_POS076_D.TIF" }, NULL, 0 },
		{ { "cat1.tif", "cat2.tif", "cat3.tif" }, NULL, 0 },
		{ { "t1_c1.tif", "t2_c1.tif" }, "(.*)t[0-9]+", 1 },
		/* As microscopes write them.  What is the same everywhere
		 * ("p01", "t00") tells nothing. */
		{ { "x/r01c01f01p01-ch1.tiff", "x/r01c01f02p01-ch1.tiff",
		    "x/r01c02f01p01-ch1.tiff" },
		  "(.*[^A-Za-z])f[0-9]+",
		  2 },
		{ { "R_p0_t0_A01f00d0.TIF", "R_p0_t0_A01f01d0.TIF" }, NULL, 0 },
		{ { "A01_s1_w1.tif", "A01_s2_w1.tif", "A02_s1_w1.tif" },
		  "^([A-P][0-9][0-9])[^/]*$",
		  2 },
		{ { "P1/A01_s1.tif", "P1/A01_s2.tif", "P1/A02_s1.tif" },
		  "/([A-P][0-9][0-9])[^/]*$",
		  2 },
		{ { "W1--P1--T0.tif", "W1--P1--T1.tif", "W2--P1--T0.tif",
		    "W2--P1--T1.tif" },
		  "(.*[^A-Za-z]P[0-9]+)",
		  2 },
		{ { "t1xy1z1.tif", "t2xy1z1.tif", "t1xy2z1.tif",
		    "t1xy2z2.tif" },
		  "[^A-Za-z]xy([0-9]+)",
		  2 },
		{ { "Pos0/img_000_BF.tif", "Pos0/img_001_BF.tif",
		    "Pos1/img_000_BF.tif" },
		  "Pos([0-9]+)",
		  2 },
		{ { "a,b[0]_BF.tif", "a,b[1]_BF.tif" }, NULL, 0 },
		{ { "m.tif[t=0]", "m.tif[t=1]", "n.tif[t=0]" },
		  "([^/]+)[[]",
		  2 },
	};
	struct buf b = { 0 };
	size_t groups;

	(void)state;
	for (size_t i = 0; i < sizeof(want) / sizeof(*want); i++) {
		size_t n = 0;

		while (n < 4 && want[i].ref[n])
			n++;
		assert_int_equal(group_hint(want[i].ref, n, &b, &groups),
				 want[i].expression != NULL);
		if (!want[i].expression)
			continue;
		assert_string_equal(buf_text(&b), want[i].expression);
		assert_int_equal(groups, want[i].groups);
	}
	buf_release(&b);
}

/* The proposed seed does what it is proposed for. */
static void proposes_a_seed(void **state)
{
	const char *group[] = { "1", "2", "3", "4" };
	struct split_shares s = shares("50:25:25");
	int64_t seed = split_seed(&s, group, 4);
	int count[SPLITS] = { 0 };

	(void)state;
	assert_true(seed >= 0);
	for (int g = 0; g < 4; g++)
		for (int i = 0; i < SPLITS; i++)
			count[i] += split_label(&s, group[g], (uint64_t)seed) ==
				    split_names[i];
	assert_int_equal(count[SPLIT_TRAIN], 2);
	assert_int_equal(count[SPLIT_VAL], 1);
	assert_int_equal(count[SPLIT_TEST], 1);
	assert_int_equal(split_seed(&s, group, 2), -1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(parses_shares),
		cmocka_unit_test(places_are_fixed),
		cmocka_unit_test(fractions_on_average),
		cmocka_unit_test(adding_never_moves),
		cmocka_unit_test(groups_stay_together),
		cmocka_unit_test(assignment_wins),
		cmocka_unit_test(refuses_torn_groups),
		cmocka_unit_test(series_are_seen),
		cmocka_unit_test(proposes_a_seed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
