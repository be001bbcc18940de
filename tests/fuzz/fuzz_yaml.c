/*
 * fuzz_yaml.c - any bytes as the YAML of another tracker: an object of texts,
 * or an error that names the line.
 */
#include "import/yaml.h"

#include <string.h>

#include "replay.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct err err = { 0 };
	struct json *j = yaml_parse((const char *)data, n, &err);
	const char *key;

	if (!j) {
		FUZZ_CHECK(err.kind == ERR_DATA);
		FUZZ_CHECK(!strncmp(err.text, "line ", 5));
		return 0;
	}
	for (size_t i = 0; (key = json_key(j, i)); i++)
		FUZZ_CHECK(*key && json_str(j, key));
	json_free(j);
	return 0;
}

FUZZ_MAIN("yaml")
