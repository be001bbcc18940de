/*
 * fuzz_filter.c - any text as a condition on runs: it is refused with a column,
 * or it can be tested.
 */
#include "base/buf.h"
#include "diff/run_filter.h"

#include <string.h>

#include "replay.h"

/* A run that has what begins with a vowel. */
static const char *value(void *arg, const char *function, const char *name)
{
	(void)arg;
	FUZZ_CHECK(*name);
	return strchr("aeiou", *name) ? function ? "3" : name : NULL;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct buf text = { 0 };
	struct err err = { 0 };
	struct run_filter *f;

	buf_add(&text, data, n);
	f = run_filter_parse(buf_text(&text), &err);
	if (f) {
		int is = run_filter_test(f, value, NULL);

		FUZZ_CHECK(is >= -1 && is <= 1);
	} else {
		FUZZ_CHECK(err.kind == ERR_USAGE);
		FUZZ_CHECK(strstr(err.text, "column ") ||
			   strstr(err.text, "more than"));
	}
	run_filter_free(f);
	buf_release(&text);
	return 0;
}

FUZZ_MAIN("filter")
