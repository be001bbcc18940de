/*
 * t_mates.c - names to pairs: the word that differs, keys, stacks.
 */
#include <time.h>

#include "pairing/name_word.h"
#include "pairing/pair_by_name.h"
#include "unit.h"

/* Names without files behind them. */
static void add_all(struct image_glob *n, const char *const *name)
{
	struct err err;

	for (; *name; name++)
		assert_int_equal(image_glob_add(n, *name, 0, &err), 0);
	image_glob_sort(n);
}

#define NAMES(...)                \
	(const char *const[])     \
	{                         \
		__VA_ARGS__, NULL \
	}

static struct pair_by_name match(const char *const *source,
				 const char *const *target, const char *key)
{
	struct image_glob s = { 0 }, t = { 0 };
	struct pair_by_name m = { 0 };
	struct regex p;
	struct err err;

	add_all(&s, source);
	add_all(&t, target);
	if (key) {
		assert_int_equal(regex_compile(&p, key, &err), 0);
		pair_by_name_by_pattern(&m, &s, &t, &p);
		regex_release(&p);
	} else {
		pair_by_name_by_word(&m, &s, &t);
	}
	/* What M points into must live on: give each a copy. */
	for (size_t i = 0; i < m.n; i++) {
		m.list[i].source = strdup(m.list[i].source);
		m.list[i].target = strdup(m.list[i].target);
	}
	image_glob_release(&s);
	image_glob_release(&t);
	return m;
}

static void done(struct pair_by_name *m)
{
	for (size_t i = 0; i < m->n; i++) {
		free((char *)(uintptr_t)m->list[i].source);
		free((char *)(uintptr_t)m->list[i].target);
	}
	pair_by_name_release(m);
}

static void is_pair(const struct pair_by_name *m, size_t i, const char *key,
		    const char *source, const char *target)
{
	assert_true(i < m->n);
	assert_string_equal(m->list[i].key, key);
	assert_string_equal(m->list[i].source, source);
	assert_string_equal(m->list[i].target, target);
}

/* The names that three published sets really have. */
static void real_names(void **state)
{
	struct pair_by_name m;

	(void)state;
	m = match(NAMES("Ch3_CP0002.tif", "Ch3_CP0001.tif"),
		  NAMES("Ch4_CP0001.tif", "Ch4_CP0002.tif"), NULL);
	assert_int_equal(m.n, 2);
	is_pair(&m, 0, "CP0001", "Ch3_CP0001.tif", "Ch4_CP0001.tif");
	is_pair(&m, 1, "CP0002", "Ch3_CP0002.tif", "Ch4_CP0002.tif");
	assert_string_equal(m.source_word, "Ch3");
	assert_string_equal(m.target_word, "Ch4");
	done(&m);
	m = match(NAMES("BF_Position12_time10.tif", "BF_Position4_time10.tif"),
		  NAMES("YFP_Position4_time10.tif",
			"YFP_Position12_time10.tif"),
		  NULL);
	assert_int_equal(m.n, 2);
	is_pair(&m, 0, "Position12_time10", "BF_Position12_time10.tif",
		"YFP_Position12_time10.tif");
	done(&m);
	m = match(NAMES("01_POS002_D.TIF", "01_POS218_D.TIF"),
		  NAMES("01_POS002_F.TIF", "01_POS218_F.TIF"), NULL);
	assert_int_equal(m.n, 2);
	is_pair(&m, 1, "01_POS218", "01_POS218_D.TIF", "01_POS218_F.TIF");
	done(&m);
}

/* One row a way of naming files: source, target, key. */
static void ways_of_naming(void **state)
{
	static const char *const way[][5] = {
		{ "a/x1.tif", "a/x2.tif", "b/x1.tif", "b/x2.tif", "a|b" },
		{ "x1.tif", "x2.tif", "x1_YFP.tif", "x2_YFP.tif", "|YFP" },
		{ "x1.tif", "x2.tif", "YFP-x1.tif", "YFP-x2.tif", "|YFP" },
		{ "t1xy1c1.tif", "t1xy2c1.tif", "t1xy1c2.tif", "t1xy2c2.tif",
		  "1|2" },
		{ "e_w1BF_s1.TIF", "e_w1BF_s2.TIF", "e_w2YFP_s1.TIF",
		  "e_w2YFP_s2.TIF", "w1BF|w2YFP" },
		{ "im_x1_BF_t1.tif", "im_x2_BF_t1.tif", "im_x1_YFP_t1.ome.tif",
		  "im_x2_YFP_t1.ome.tif", "BF|YFP" },
		{ "brightfield1.tif", "brightfield2.tif", "dna1.tif",
		  "dna2.tif", "brightfield|dna" },
		{ "im_x1_t1.tif", "im_x2_t1.tif", "im_x1_YFP_t1.tif",
		  "im_x2_YFP_t1.tif", "|YFP" },
		{ "im1_a.tif", "im2_a.tif", "im1m_a.tif", "im2m_a.tif", "|m" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(way) / sizeof(*way); i++) {
		struct pair_by_name m = match(NAMES(way[i][1], way[i][0]),
					      NAMES(way[i][2], way[i][3]),
					      NULL);
		char words[100];

		if (m.n != 2)
			fail_msg("'%s' and '%s': %zu pairs", way[i][0],
				 way[i][2], m.n);
		for (size_t k = 0; k < 2; k++) {
			assert_string_equal(m.list[k].source, way[i][k]);
			assert_string_equal(m.list[k].target, way[i][2 + k]);
		}
		snprintf(words, sizeof(words), "%s|%s", m.source_word,
			 m.target_word);
		assert_string_equal(words, way[i][4]);
		done(&m);
	}
}

/* Two words differ: which positions belong together is not ours to say. */
static void never_guesses(void **state)
{
	struct pair_by_name m;

	(void)state;
	m = match(NAMES("BF_Position4_t1.tif", "BF_Position4_t2.tif"),
		  NAMES("YFP_Position12_t1.tif", "YFP_Position12_t2.tif"),
		  NULL);
	assert_int_equal(m.n, 0);
	assert_int_equal(m.unmatched.n, 4);
	done(&m);
	m = match(NAMES("x1_D.tif"), NAMES("x1_F.tif", "x1_R.tif"), NULL);
	assert_int_equal(m.n, 0);
	done(&m);
	/* The same names in two folders, whose own names no glob varies. */
	{
		struct image_glob s = { 0 }, t = { 0 };
		struct err err;

		assert_int_equal(image_glob_add(&s, "x/D_1.tif", 2, &err), 0);
		assert_int_equal(image_glob_add(&s, "y/D_1.tif", 2, &err), 0);
		assert_int_equal(image_glob_add(&t, "x/F_1.tif", 2, &err), 0);
		assert_int_equal(image_glob_add(&t, "y/F_1.tif", 2, &err), 0);
		pair_by_name_by_word(&m, &s, &t);
		assert_int_equal(m.n + m.unmatched.n, 0);
		assert_int_equal(m.ambiguous.n, 1);
		image_glob_release(&s);
		image_glob_release(&t);
		pair_by_name_release(&m);
	}
	m = match(NAMES("x1_D.tif"), NAMES("x1_F.tif", "x1_R.tif"), "(x[0-9])");
	assert_int_equal(m.n, 0);
	assert_int_equal(m.ambiguous.n, 1);
	assert_non_null(strstr(m.ambiguous.at[0], "x1_D.tif"));
	assert_non_null(strstr(m.ambiguous.at[0], "x1_F.tif"));
	assert_non_null(strstr(m.ambiguous.at[0], "x1_R.tif"));
	done(&m);
}

/* A stray file takes nothing from the others and is named. */
static void names_strays(void **state)
{
	struct pair_by_name m =
		match(NAMES("BF_1.tif", "BF_2.tif", "BF_3.tif", "notes.tif"),
		      NAMES("YFP_1.tif", "YFP_3.tif", "YFP_4.tif"), NULL);

	(void)state;
	assert_int_equal(m.n, 2);
	is_pair(&m, 0, "1", "BF_1.tif", "YFP_1.tif");
	is_pair(&m, 1, "3", "BF_3.tif", "YFP_3.tif");
	assert_int_equal(m.unmatched.n, 3);
	assert_non_null(strstr(m.unmatched.at[0], "BF_2.tif"));
	assert_non_null(strstr(m.unmatched.at[1], "YFP_4.tif"));
	assert_non_null(strstr(m.unmatched.at[2], "notes.tif"));
	done(&m);
}

/* A word that most sources share is no mark if the place has none on the
 * other side: here most targets of position 4 are yet to come. */
static void parts_of_a_set(void **state)
{
	struct pair_by_name m =
		match(NAMES("BF_Position4_t1.tif", "BF_Position4_t2.tif",
			    "BF_Position4_t3.tif", "BF_Position12_t1.tif"),
		      NAMES("YFP_Position12_t1.tif"), NULL);

	(void)state;
	assert_int_equal(m.n, 1);
	is_pair(&m, 0, "Position12_t1", "BF_Position12_t1.tif",
		"YFP_Position12_t1.tif");
	assert_int_equal(m.unmatched.n, 3);
	done(&m);
}

static void one_and_one_are_a_pair(void **state)
{
	struct pair_by_name m = match(NAMES("nuclei.tif[1]"),
				      NAMES("cells.tif[1]"), NULL);

	(void)state;
	assert_int_equal(m.n, 1);
	assert_int_equal(m.unmatched.n, 0);
	is_pair(&m, 0, "nuclei", "nuclei.tif[1]", "cells.tif[1]");
	done(&m);
}

/* Planes of a stack find each other by number. */
static void planes_of_stacks(void **state)
{
	struct pair_by_name m = match(NAMES("n.tif[1]", "n.tif[0]"),
				      NAMES("c.tif[0]", "c.tif[1]"), NULL);

	(void)state;
	assert_int_equal(m.n, 2);
	is_pair(&m, 0, "[0]", "n.tif[0]", "c.tif[0]");
	is_pair(&m, 1, "[1]", "n.tif[1]", "c.tif[1]");
	done(&m);
	m = match(NAMES("f1.tif[c=0]", "f2.tif[c=0]"),
		  NAMES("f1.tif[c=1]", "f2.tif[c=1]"), NULL);
	assert_int_equal(m.n, 2);
	is_pair(&m, 0, "f1", "f1.tif[c=0]", "f1.tif[c=1]");
	done(&m);
}

static void keys_by_pattern(void **state)
{
	struct pair_by_name m =
		match(NAMES("a/Position4-BF.tif", "a/Position12-BF.tif"),
		      NAMES("b/yfp 4.tif", "b/yfp 12.tif"), "([0-9]+)");

	(void)state;
	assert_int_equal(m.n, 2);
	is_pair(&m, 0, "12", "a/Position12-BF.tif", "b/yfp 12.tif");
	done(&m);
	m = match(NAMES("p1_t2_a"), NAMES("t2_p1_b"),
		  "(p[0-9]).*(t[0-9])|(t[0-9]).*(p[0-9])");
	assert_int_equal(m.n, 0);
	assert_int_equal(m.unmatched.n, 2);
	done(&m);
}

/* Files that come later never change the key of the others. */
static void more_names_same_keys(void **state)
{
	char text[60][2][40];
	const char *s[61], *t[61];

	(void)state;
	for (int i = 0; i < 60; i++) {
		snprintf(text[i][0], 40, "BF_Position%d_time%d.tif", i / 3 + 1,
			 i % 3);
		snprintf(text[i][1], 40, "YFP_Position%d_time%d.tif", i / 3 + 1,
			 i % 3);
	}
	for (int n = 1; n <= 60; n++) {
		struct pair_by_name m;

		for (int i = 0; i < n; i++) {
			s[i] = text[i][0];
			t[n - 1 - i] = text[i][1];
		}
		s[n] = t[n] = NULL;
		m = match(s, t, NULL);
		assert_int_equal(m.n, n);
		for (size_t i = 0; i < m.n; i++) {
			assert_string_equal(m.list[i].source + 2,
					    m.list[i].target + 3);
			assert_memory_equal(m.list[i].key, m.list[i].source + 3,
					    strlen(m.list[i].key));
			assert_int_equal(strlen(m.list[i].key) + 7,
					 strlen(m.list[i].source));
		}
		done(&m);
	}
}

/* Linear in all but sorting: a hundred thousand take well under the
 * second that is promised; a quadratic way would take minutes. */
static void many_names(void **state)
{
	struct image_glob s = { 0 }, t = { 0 };
	struct pair_by_name m = { 0 };
	struct err err;
	clock_t start;
	char name[60];
	/* Fewer where everything takes 20 times as long. */
	int n = getenv("XP_QUICK") ? 10000 : 100000;

	(void)state;
	for (int i = 0; i < n; i++) {
		snprintf(name, sizeof(name), "raw/BF_Position%d_time%03d.tif",
			 i / 100, i % 100);
		assert_int_equal(image_glob_add(&s, name, 4, &err), 0);
		snprintf(name, sizeof(name), "raw/YFP_Position%d_time%03d.tif",
			 i / 100, i % 100);
		assert_int_equal(image_glob_add(&t, name, 4, &err), 0);
	}
	start = clock();
	image_glob_sort(&s);
	image_glob_sort(&t);
	pair_by_name_by_word(&m, &s, &t);
	print_message("# %d pairs: %.2f s\n", n,
		      (double)(clock() - start) / CLOCKS_PER_SEC);
	assert_int_equal(m.n, n);
	assert_true(clock() - start < 20 * CLOCKS_PER_SEC);
	pair_by_name_release(&m);
	image_glob_release(&s);
	image_glob_release(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(real_names),
		cmocka_unit_test(ways_of_naming),
		cmocka_unit_test(never_guesses),
		cmocka_unit_test(names_strays),
		cmocka_unit_test(parts_of_a_set),
		cmocka_unit_test(one_and_one_are_a_pair),
		cmocka_unit_test(planes_of_stacks),
		cmocka_unit_test(keys_by_pattern),
		cmocka_unit_test(more_names_same_keys),
		cmocka_unit_test(many_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
