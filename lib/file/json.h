/*
 * json.h - records: canonical JSON of strings, integers, lists, objects.
 *
 * Canonical means sorted keys and no spaces, so equal records have equal bytes
 * and a record's SHA-256 identifies it.  json_parse refuses text that is not
 * what json_write would make of it.  Reals are stored as text (num_exact).
 */
#ifndef FILE_JSON_H
#define FILE_JSON_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"

struct json;

struct json *json_new(void); /* an object; free with json_free */
struct json *json_new_list(void);
void json_free(struct json *j); /* NULL is fine */
struct json *json_clone(const struct json *j);

/* If TEXT or the child is NULL these do nothing.  A child belongs to its
 * parent from then on. */
void json_set_str(struct json *j, const char *key, const char *text);
void json_set_int(struct json *j, const char *key, int64_t x);
void json_set(struct json *j, const char *key, struct json *child);
void json_add_str(struct json *list, const char *text);
void json_add(struct json *list, struct json *child);

/* Each returns NULL (or OTHERWISE) when the value is absent or of another
 * type.  What a pointer returned points to belongs to J. */
const struct json *json_get(const struct json *j, const char *key);
const char *json_str(const struct json *j, const char *key);
int64_t json_int(const struct json *j, const char *key, int64_t otherwise);
const char *json_text(const struct json *j); /* of a string value */
int64_t json_value(const struct json *j, int64_t otherwise); /* integer */
size_t json_len(const struct json *j); /* of a list or object */
const struct json *json_at(const struct json *list, size_t i);
/* The I-th key in sorted order, or NULL. */
const char *json_key(const struct json *j, size_t i);
int json_is_map(const struct json *j);
int json_is_list(const struct json *j);

void json_write(const struct json *j, struct buf *to); /* canonical */
void json_write_pretty(const struct json *j, struct buf *to);
struct json *json_parse(const char *text, size_t n, struct err *err);
/* Parse JSON that another program wrote: spacing and order are free, a doubled
 * key or very deep nesting is an error.  Reals (num_exact), true, false and
 * null become strings. */
struct json *json_parse_any(const char *text, size_t n, struct err *err);
/* Append TEXT to TO as a JSON string, in quotes. */
void json_quote(struct buf *to, const char *text);

#endif
