/* fuzz_json.c - any bytes as a record: refused, or the very same again. */
#include "file/json.h"

#include <string.h>

#include "replay.h"

/* Every accessor, on every value. */
static size_t walk(const struct json *j)
{
	size_t n = 1;

	if (json_is_map(j))
		for (size_t i = 0; i < json_len(j); i++)
			n += walk(json_get(j, json_key(j, i)));
	else if (json_is_list(j))
		for (size_t i = 0; i < json_len(j); i++)
			n += walk(json_at(j, i));
	else if (json_text(j))
		n += strlen(json_text(j));
	return n;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct err err = { 0 };
	struct json *j = json_parse((const char *)data, n, &err), *copy;
	struct buf b = { 0 };

	if (!j) {
		FUZZ_CHECK(err.kind == ERR_DATA && *err.text);
		return 0;
	}
	walk(j);
	copy = json_clone(j);
	json_free(j);
	json_write(copy, &b);
	FUZZ_CHECK(b.len == n && !memcmp(b.data, data, n));
	json_write_pretty(copy, &b);
	json_free(copy);
	buf_release(&b);
	return 0;
}

FUZZ_MAIN("json")
