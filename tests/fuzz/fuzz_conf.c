/* fuzz_conf.c - any bytes as a settings file. */
#include "file/conf.h"
#include "file/file.h"

#include <string.h>

#include "replay.h"

/* A key or a value holds no newline and no blank at its ends. */
static void check_text(const char *text)
{
	size_t n = strlen(text);

	FUZZ_CHECK(!memchr(text, '\n', n));
	FUZZ_CHECK(!n || !strchr(" \t\r", text[0]));
	FUZZ_CHECK(!n || !strchr(" \t\r", text[n - 1]));
}

static int take(void *arg, const char *key, const char *value, struct err *err)
{
	size_t *left = arg;

	check_text(key);
	check_text(value);
	FUZZ_CHECK(*key && *key != '#' && !strchr(key, '='));
	return (*left)-- ? 0 : err_usage(err, "'%s' is one too many", key);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct err err = { 0 };
	size_t left = 1000;

	file_stdin_from(data, n);
	if (conf_read("-", take, &left, &err) < 0)
		FUZZ_CHECK(err.kind == ERR_USAGE || err.kind == ERR_DATA);
	return 0;
}

FUZZ_MAIN("conf")
