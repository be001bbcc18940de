/*
 * fuzz_diff.c - any two files as outputs that are compared: no byte beyond
 * them is read, and a file does not differ from itself.
 */
#include "diff/diff_image.h"
#include "diff/diff_lines.h"
#include "diff/diff_steps.h"
#include "diff/diff_weights.h"

#include <string.h>

#include "replay.h"

static void same(const struct buf *b)
{
	struct diff_values v = { 0 };
	struct buf where = { 0 };

	if (diff_image(b, b, &v, &where))
		FUZZ_CHECK(!v.differing && !v.ulp && v.n <= b->len);
	v = (struct diff_values){ 0 };
	if (diff_weights(b, b, &v, &where))
		FUZZ_CHECK(!v.differing && !v.ulp);
	buf_release(&where);
}

static void steps(const struct buf *a, const struct buf *b)
{
	struct buf text = { 0 };
	struct diff_steps d;

	diff_steps(&d, a, b);
	diff_steps_text(&d, &text);
	diff_steps_release(&d);
	diff_steps(&d, a, a);
	FUZZ_CHECK(d.what == DIFF_STEPS_NONE || !diff_steps_is(a));
	diff_steps_release(&d);
	buf_release(&text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	/* The first half is one file, the second the other. */
	struct buf whole = { 0 }, a = { 0 }, b = { 0 }, where = { 0 };
	struct diff_values v = { 0 };

	buf_add(&whole, data, n);
	buf_add(&a, data, n / 2);
	buf_add(&b, data + n / 2, n - n / 2);
	same(&whole);
	diff_image(&a, &b, &v, &where);
	v = (struct diff_values){ 0 };
	diff_weights(&a, &b, &v, &where);
	steps(&a, &b);
	diff_lines(&where, "f", &a, &b);
	buf_release(&whole);
	buf_release(&a);
	buf_release(&b);
	buf_release(&where);
	return 0;
}

FUZZ_MAIN("diff")
