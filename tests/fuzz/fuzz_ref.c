/*
 * fuzz_ref.c - any text as a reference: its parts make it up again, and it is
 * refused with a message, or what is read of it means the same when written.
 */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "image/ref.h"

#include "replay.h"

static int same(const char *a, const char *b)
{
	return a && b ? !strcmp(a, b) : a == b;
}

/* The parts of REF, joined again. */
static void check_parts(const char *ref)
{
	struct strs items = { 0 };
	struct buf b = { 0 };
	char *path, *select, *again, *plane;

	ref_split(ref, &path, &select);
	again = mem_printf("%s%s", path, select);
	FUZZ_CHECK(!strcmp(again, ref));
	free(again);
	free(path);
	ref_split_items(ref, &path, &items);
	for (size_t i = 0; i < items.n; i++)
		buf_printf(&b, "%s%s", i ? "," : "[", items.at[i]);
	if (items.n)
		buf_char(&b, ']');
	FUZZ_CHECK(!strcmp(buf_text(&b), select));
	free(path);
	ref_split_plane(ref, &path, &plane);
	FUZZ_CHECK(strlen(plane) <= strlen(select));
	strs_release(&items);
	buf_release(&b);
	free(path);
	free(select);
	free(plane);
}

/* What R says of how it is read, written and read again. */
static void check_ways(const struct ref *r)
{
	struct buf b = { 0 };
	struct err err = { 0 };
	struct ref again;

	buf_str(&b, "a.tif[");
	ref_add_ways(&b, r);
	if (b.data[b.len - 1] == '[')
		buf_str(&b, "raw");
	buf_char(&b, ']');
	FUZZ_CHECK(!ref_parse(&again, buf_text(&b), &err));
	FUZZ_CHECK(again.bin == r->bin && same(again.dark, r->dark) &&
		   same(again.flat, r->flat));
	FUZZ_CHECK(ref_is_derived(&again) == ref_is_derived(r));
	ref_release(&again);
	buf_release(&b);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	char *text = mem_strn((const char *)data, n), *axes, *stem;
	struct err err = { 0 };
	struct ref r;

	text[strcspn(text, "\n")] = 0;
	check_parts(text);
	if (ref_parse(&r, text, &err) < 0) {
		FUZZ_CHECK(err.kind == ERR_DATA && *err.text);
	} else {
		FUZZ_CHECK(r.bin == -1 || (r.bin > 0 && r.bin <= REF_BIN_MAX));
		FUZZ_CHECK(!r.dark || *r.dark);
		check_ways(&r);
		ref_release(&r);
	}
	axes = ref_with_axes(text, "t");
	check_parts(axes);
	stem = ref_stem(text);
	free(stem);
	free(axes);
	free(text);
	return 0;
}

FUZZ_MAIN("ref")
