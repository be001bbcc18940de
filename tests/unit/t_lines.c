/*
 * t_lines.c - a unified diff turns the one text into the other, and is no
 * longer than it must be.
 */
#include "unit.h"

#include "base/mem.h"
#include "base/rng.h"
#include "diff/diff_lines.h"

static struct buf text_of(const char *text)
{
	struct buf b = { 0 };

	buf_str(&b, text);
	return b;
}

static void diff_is(const char *a, const char *b, const char *want)
{
	struct buf x = text_of(a ? a : ""), y = text_of(b ? b : "");
	struct buf to = { 0 };

	diff_lines(&to, "f.c", a ? &x : NULL, b ? &y : NULL);
	assert_string_equal(buf_text(&to), want);
	buf_release(&x);
	buf_release(&y);
	buf_release(&to);
}

static void it_is_a_unified_diff(void **state)
{
	(void)state;
	diff_is("1\n2\n3\n4\n5\n6\n7\n8\n9\n", "1\n2\n3\n4\nx\n6\n7\n8\n9\n",
		"--- a/f.c\n+++ b/f.c\n@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+x\n"
		" 6\n 7\n 8\n");
	diff_is("a\nb\n", "a\nb",
		"--- a/f.c\n+++ b/f.c\n@@ -1,2 +1,2 @@\n a\n"
		"-b\n+b\n\\ No newline at end of file\n");
	diff_is(NULL, "new\n",
		"--- /dev/null\n+++ b/f.c\n@@ -0,0 +1 @@\n+new\n");
	diff_is("old\n", NULL,
		"--- a/f.c\n+++ /dev/null\n@@ -1 +0,0 @@\n-old\n");
	diff_is("same\n", "same\n", "--- a/f.c\n+++ b/f.c\n");
	/* Two hunks where more than twice the context lies between. */
	diff_is("x\n1\n2\n3\n4\n5\n6\n7\ny\n", "1\n2\n3\n4\n5\n6\n7\n",
		"--- a/f.c\n+++ b/f.c\n@@ -1,4 +1,3 @@\n-x\n 1\n 2\n 3\n"
		"@@ -6,4 +5,3 @@\n 5\n 6\n 7\n-y\n");
}

/* Applies what diff_lines wrote to A. */
static void patched(struct buf *to, const char *a, const char *diff)
{
	size_t line = 1;

	diff = strchr(strchr(diff, '\n') + 1, '\n') + 1;
	while (*diff) {
		size_t from, n = strcspn(diff, "\n") + 1;

		if (*diff == '@') {
			size_t many = 1;

			sscanf(diff, "@@ -%zu,%zu", &from, &many);
			from += !many;
			for (; line < from; line++) {
				size_t k = strcspn(a, "\n") + 1;

				buf_add(to, a, k);
				a += k;
			}
		} else {
			if (*diff != '-')
				buf_add(to, diff + 1, n - 1);
			if (*diff != '+') {
				assert_memory_equal(a, diff + 1, n - 1);
				a += n - 1;
				line++;
			}
		}
		diff += n;
	}
	buf_str(to, a);
}

static void it_turns_one_into_the_other(void **state)
{
	struct rng r;

	(void)state;
	rng_init(&r, 1, "lines", 0, 0);
	for (int round = 0; round < 2000; round++) {
		struct buf x = { 0 }, y = { 0 }, diff = { 0 }, got = { 0 };
		size_t n = rng_below(&r, 30);

		for (size_t i = 0; i < n; i++) {
			char line[3] = { (char)('a' + rng_below(&r, 4)), '\n' };

			if (rng_below(&r, 4))
				buf_str(&x, line);
			if (rng_below(&r, 4))
				buf_str(&y, line);
		}
		diff_lines(&diff, "f", &x, &y);
		patched(&got, buf_text(&x), buf_text(&diff));
		assert_string_equal(buf_text(&got), buf_text(&y));
		buf_release(&x);
		buf_release(&y);
		buf_release(&diff);
		buf_release(&got);
	}
}

static void nothing_in_common_is_no_hardship(void **state)
{
	struct buf x = { 0 }, y = { 0 }, diff = { 0 };

	(void)state;
	for (int i = 0; i < 5000; i++) {
		buf_printf(&x, "a%d\n", i);
		buf_printf(&y, "b%d\n", i);
	}
	diff_lines(&diff, "f", &x, &y);
	assert_true(diff.len > x.len + y.len);
	buf_release(&x);
	buf_release(&y);
	buf_release(&diff);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(it_is_a_unified_diff),
		cmocka_unit_test(it_turns_one_into_the_other),
		cmocka_unit_test(nothing_in_common_is_no_hardship),
	};

	return cmocka_run_group_tests_name("lines", tests, NULL, NULL);
}
