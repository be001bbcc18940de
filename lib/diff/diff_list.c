/* diff_list.c - see diff_list.h. */
#include "diff/diff_list.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "store/object.h"

void diff_list_add(struct json *list, const char *name, const char *a,
		   const char *b)
{
	struct json *j;

	if ((!a && !b) || (a && b && !strcmp(a, b)))
		return;
	j = json_new();
	json_set_str(j, "name", name);
	json_set_str(j, "a", a);
	json_set_str(j, "b", b);
	json_add(list, j);
}

void diff_list_set(struct json *to, const char *key, struct json *list)
{
	if (json_len(list))
		json_set(to, key, list);
	else
		json_free(list);
}

/* Returns a value as text: a string as it is, anything else as JSON.  Returns
 * NULL for NULL. */
static char *value_text(const struct json *j)
{
	struct buf b = { 0 };

	if (!j)
		return NULL;
	if (json_text(j))
		return mem_str(json_text(j));
	json_write(j, &b);
	return buf_detach(&b);
}

void diff_list_value(struct json *list, const char *name, const struct json *a,
		     const struct json *b)
{
	char *x = value_text(a), *y = value_text(b);

	diff_list_add(list, name, x, y);
	free(x);
	free(y);
}

static int has_key(const struct json *j, const char *key)
{
	return j && json_get(j, key);
}

/* Both lists of keys are sorted. */
void diff_list_objects(struct json *list, const char *prefix,
		       const struct json *a, const struct json *b,
		       const struct json *const without[2])
{
	size_t i = 0, k = 0;
	const char *x, *y;

	for (;;) {
		const char *key;
		char *name;

		x = a ? json_key(a, i) : NULL;
		y = b ? json_key(b, k) : NULL;
		if (!x && !y)
			return;
		key = !y || (x && strcmp(x, y) < 0) ? x : y;
		name = mem_printf("%s%s", prefix, key);
		if (!without ||
		    (!has_key(without[0], key) && !has_key(without[1], key)))
			diff_list_value(list, name, a ? json_get(a, key) : NULL,
					b ? json_get(b, key) : NULL);
		free(name);
		i += x && !strcmp(x, key);
		k += y && !strcmp(y, key);
	}
}

int diff_list_object(const struct store *s, const char *hex, struct buf *to)
{
	struct digest d;
	struct err ignored;

	return hex && strlen(hex) == DIGEST_HEX && digest_parse(&d, hex) == 0 &&
	       object_get(s, &d, to, &ignored) == 0;
}
