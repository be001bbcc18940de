/*
 * json.h - records as canonical JSON of strings, integers, lists and objects.
 *
 * Canonical means sorted keys and no spaces, so equal records have equal bytes,
 * and a record's SHA-256 identifies it.  json_parse accepts a text only if
 * json_write would write the same bytes.  Real numbers are stored as text
 * (num_exact).
 */
#ifndef FILE_JSON_H
#define FILE_JSON_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"

struct json;

struct json *json_new(void); /* an empty object; free with json_free */
struct json *json_new_list(void);
void json_free(struct json *j); /* J may be NULL */
struct json *json_clone(const struct json *j);

/* A parent owns the children added to it.  Adding a NULL does nothing. */
void json_set_str(struct json *j, const char *key, const char *text);
void json_set_int(struct json *j, const char *key, int64_t x);
void json_set(struct json *j, const char *key, struct json *child);

/* Sets KEY to LIST, which J then owns.  If LIST is empty, frees LIST and sets
 * nothing. */
void json_set_list(struct json *j, const char *key, struct json *list);
void json_add_str(struct json *list, const char *text);
void json_add(struct json *list, struct json *child);

/* Each returns NULL (or OTHERWISE) if there is no such value or the value has
 * another type.  J owns what a returned pointer points to. */
const struct json *json_get(const struct json *j, const char *key);
const char *json_str(const struct json *j, const char *key);
int64_t json_int(const struct json *j, const char *key, int64_t otherwise);
const char *json_text(const struct json *j); /* text of a string */
int64_t json_value(const struct json *j, int64_t otherwise); /* of an integer */
size_t json_len(const struct json *j); /* length of a list or object */
const struct json *json_at(const struct json *list, size_t i);

/* Returns the I-th key in sorted order, counted from 0, or NULL. */
const char *json_key(const struct json *j, size_t i);
int json_is_map(const struct json *j);
int json_is_list(const struct json *j);

void json_write(const struct json *j, struct buf *to); /* canonical */
void json_write_pretty(const struct json *j, struct buf *to);
struct json *json_parse(const char *text, size_t n, struct err *err);

/* Parses JSON that another program wrote, with any spacing and order of keys.
 * A key that occurs twice is an error, and so is very deep nesting.  Real
 * numbers (by num_exact), true, false and null become strings. */
struct json *json_parse_any(const char *text, size_t n, struct err *err);

/* Appends TEXT to TO as a JSON string, in quotes. */
void json_quote(struct buf *to, const char *text);

#endif
