/* json.c - see json.h.  The only file that knows jansson. */
#include "file/json.h"

#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "base/mem.h"
#include "base/num.h"
#include "base/strs.h"

/* struct json is jansson's json_t under our own name. */
static json_t *raw(const struct json *j)
{
	return (json_t *)(uintptr_t)j;
}

static struct json *own(json_t *j)
{
	return (struct json *)j;
}

struct json *json_new(void)
{
	return own(json_object());
}

struct json *json_new_list(void)
{
	return own(json_array());
}

void json_free(struct json *j)
{
	json_decref(raw(j));
}

struct json *json_clone(const struct json *j)
{
	return own(json_deep_copy(raw(j)));
}

/* JSON cannot contain bytes that are not UTF-8.  Each becomes %XX, so that a
 * person can still read the text, and two different texts stay different. */
static json_t *text_value(const char *text)
{
	json_t *s = json_string(text);
	struct buf b = { 0 };

	if (s)
		return s;
	for (; *text; text++)
		if ((unsigned char)*text < 0x80)
			buf_char(&b, *text);
		else
			buf_printf(&b, "%%%02X", (unsigned char)*text);
	s = json_string(buf_text(&b));
	buf_release(&b);
	return s;
}

void json_set_str(struct json *j, const char *key, const char *text)
{
	if (text)
		json_object_set_new(raw(j), key, text_value(text));
}

void json_set_int(struct json *j, const char *key, int64_t x)
{
	json_object_set_new(raw(j), key, json_integer(x));
}

void json_set(struct json *j, const char *key, struct json *child)
{
	if (child)
		json_object_set_new(raw(j), key, raw(child));
}

void json_set_list(struct json *j, const char *key, struct json *list)
{
	if (json_len(list))
		json_set(j, key, list);
	else
		json_free(list);
}

void json_add_str(struct json *list, const char *text)
{
	if (text)
		json_array_append_new(raw(list), text_value(text));
}

void json_add(struct json *list, struct json *child)
{
	if (child)
		json_array_append_new(raw(list), raw(child));
}

const struct json *json_get(const struct json *j, const char *key)
{
	return own(json_object_get(raw(j), key));
}

const char *json_str(const struct json *j, const char *key)
{
	return json_text(json_get(j, key));
}

int64_t json_int(const struct json *j, const char *key, int64_t otherwise)
{
	return json_value(json_get(j, key), otherwise);
}

int64_t json_value(const struct json *j, int64_t otherwise)
{
	return json_is_integer(raw(j)) ? json_integer_value(raw(j)) : otherwise;
}

const char *json_text(const struct json *j)
{
	return json_string_value(raw(j));
}

size_t json_len(const struct json *j)
{
	if (json_is_array(raw(j)))
		return json_array_size(raw(j));
	return json_object_size(raw(j));
}

const struct json *json_at(const struct json *list, size_t i)
{
	return own(json_array_get(raw(list), i));
}

void json_keys(const struct json *j, struct strs *to)
{
	const char *key;
	json_t *value;

	json_object_foreach(raw(j), key, value) strs_add(to, key);
}

const char *json_key(const struct json *j, size_t i)
{
	struct strs keys = { 0 };
	const char *key, *found = NULL;
	json_t *value;

	json_keys(j, &keys);
	strs_sort(&keys);
	if (i < keys.n)
		json_object_foreach(raw(j), key,
				    value) if (!strcmp(key, keys.at[i]))
			found = key;
	strs_release(&keys);
	return found;
}

int json_is_map(const struct json *j)
{
	return j && raw(j)->type == JSON_OBJECT;
}

int json_is_list(const struct json *j)
{
	return j && raw(j)->type == JSON_ARRAY;
}

static int add_to_buf(const char *data, size_t n, void *to)
{
	buf_add(to, data, n);
	return 0;
}

void json_write(const struct json *j, struct buf *to)
{
	json_dump_callback(raw(j), add_to_buf, to,
			   JSON_COMPACT | JSON_SORT_KEYS | JSON_ENCODE_ANY);
}

void json_write_pretty(const struct json *j, struct buf *to)
{
	json_dump_callback(raw(j), add_to_buf, to,
			   JSON_INDENT(2) | JSON_SORT_KEYS | JSON_ENCODE_ANY);
}

/* Returns 1 if J contains only strings, integers, lists and objects. */
static int is_plain(const json_t *j)
{
	const char *key;
	json_t *value;
	size_t i;

	if (json_is_array(j)) {
		json_array_foreach(j, i, value) if (!is_plain(value)) return 0;
		return 1;
	}
	if (json_is_object(j)) {
		json_object_foreach((json_t *)(uintptr_t)j, key,
				    value) if (!is_plain(value)) return 0;
		return 1;
	}
	return json_is_string(j) || json_is_integer(j);
}

static json_t *load(const char *text, size_t n, struct err *err)
{
	json_error_t e;
	json_t *j = json_loadb(text, n, JSON_REJECT_DUPLICATES, &e);

	if (!j)
		err_data(err, "not valid JSON at byte %d: %s", e.position,
			 e.text);
	return j;
}

struct json *json_parse(const char *text, size_t n, struct err *err)
{
	json_t *j = load(text, n, err);
	struct buf again = { 0 };
	int same;

	if (!j)
		return NULL;
	json_write(own(j), &again);
	same = is_plain(j) && again.len == n && !memcmp(again.data, text, n);
	buf_release(&again);
	if (same)
		return own(j);
	err_data(err,
		 "not a record of this program: the JSON is not in canonical "
		 "form");
	json_decref(j);
	return NULL;
}

/* Returns the string that takes the place of VALUE, or NULL. */
static json_t *plain_text(const json_t *value)
{
	char number[NUM_MAX];

	if (json_is_real(value))
		return json_string(num_exact(number, json_real_value(value)));
	if (json_is_boolean(value))
		return json_string(json_is_true(value) ? "true" : "false");
	return NULL;
}

/* Replaces real numbers, true and false by their text, in place. */
static void make_plain(json_t *j)
{
	const char *key;
	json_t *value, *text;
	void *next;
	size_t i;

	if (json_is_array(j))
		json_array_foreach(j, i, value)
		{
			make_plain(value);
			if ((text = plain_text(value)))
				json_array_set_new(j, i, text);
		}
	json_object_foreach_safe(j, next, key, value)
	{
		make_plain(value);
		if ((text = plain_text(value)))
			json_object_set_new(j, key, text);
	}
}

struct json *json_parse_any(const char *text, size_t n, struct err *err)
{
	json_t *j = load(text, n, err);

	if (j)
		make_plain(j);
	return own(j);
}

void json_quote(struct buf *to, const char *text)
{
	json_t *s = text_value(text);

	json_dump_callback(s, add_to_buf, to, JSON_ENCODE_ANY);
	json_decref(s);
}
