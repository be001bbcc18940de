/* argv.c - see argv.h. */
#include "run/argv.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "code/secret.h"

static void encode(struct buf *to, const char *word)
{
	for (; *word; word++)
		if ((unsigned char)*word < 0x80 && *word != '%')
			buf_char(to, *word);
		else
			buf_printf(to, "%%%02X", (unsigned char)*word);
}

static int digit(char c)
{
	static const char digits[] = "0123456789ABCDEF";
	const char *at = c ? strchr(digits, c) : NULL;

	return at ? (int)(at - digits) : -1;
}

/* Anybody may have written the record: a % without two digits stays as it
 * is. */
static char *decode(const char *text)
{
	struct buf b = { 0 };

	for (; *text; text++) {
		int high = *text == '%' ? digit(text[1]) : -1;
		int low = high < 0 ? -1 : digit(text[2]);

		if (low < 0 || !(high * 16 + low)) {
			buf_char(&b, *text);
			continue;
		}
		buf_char(&b, (char)(high * 16 + low));
		text += 2;
	}
	return buf_detach(&b);
}

void argv_set(struct json *start, int n, char **word)
{
	struct json *list = json_new_list(), *bytes = json_new();
	struct buf b = { 0 };
	char key[16];

	for (int i = 0; i < n; i++) {
		json_add_str(list, word[i]);
		if (!strcmp(json_text(json_at(list, (size_t)i)), word[i]))
			continue;
		buf_clear(&b);
		encode(&b, word[i]);
		snprintf(key, sizeof(key), "%d", i);
		json_set_str(bytes, key, buf_text(&b));
	}
	json_set(start, "argv", list);
	if (json_len(bytes))
		json_set(start, "argv_bytes", bytes);
	else
		json_free(bytes);
	buf_release(&b);
}

void argv_hide(struct json *start)
{
	const struct json *list = json_get(start, "argv");
	const struct json *bytes = json_get(start, "argv_bytes");
	struct json *clean;
	const char *key;

	if (!bytes)
		return;
	clean = json_clone(bytes);
	for (size_t i = 0; (key = json_key(bytes, i)); i++) {
		const char *word = json_text(
			json_at(list, (size_t)strtoul(key, NULL, 10)));

		if (word && strstr(word, SECRET_MARK))
			json_set_str(clean, key, word);
	}
	json_set(start, "argv_bytes", clean);
}

int argv_has_secret(const struct json *start)
{
	const struct json *list = json_get(start, "argv");

	for (size_t i = 0; list && i < json_len(list); i++) {
		const char *word = json_text(json_at(list, i));

		if (word && strstr(word, SECRET_MARK))
			return 1;
	}
	return 0;
}

void argv_get(const struct json *start, struct strs *to)
{
	const struct json *list = json_get(start, "argv");
	const struct json *bytes = json_get(start, "argv_bytes");
	char key[24];

	for (size_t i = 0; list && i < json_len(list); i++) {
		const char *word = json_text(json_at(list, i)), *exact;

		snprintf(key, sizeof(key), "%zu", i);
		exact = bytes ? json_str(bytes, key) : NULL;
		if (exact)
			strs_take(to, decode(exact));
		else
			strs_add(to, word ? word : "");
	}
}
