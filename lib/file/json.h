/*
 * json.h - records as canonical JSON: strings, integers, lists and objects.
 *
 * Canonical means sorted keys and no spaces.  So equal records have equal
 * bytes, and the SHA-256 of a record identifies it.  Real numbers are stored as
 * text (num_exact).
 */
#ifndef FILE_JSON_H
#define FILE_JSON_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/strs.h"

struct json;

struct json *json_new(void);	  /* an empty object; free with json_free */
struct json *json_new_list(void); /* an empty list */
void json_free(struct json *j);	  /* J may be NULL */
struct json *json_clone(const struct json *j);

/* Set a value of an object.  J owns CHILD afterwards.  A NULL sets nothing. */
void json_set_str(struct json *j, const char *key, const char *text);
void json_set_int(struct json *j, const char *key, int64_t x);
void json_set(struct json *j, const char *key, struct json *child);

/* Sets KEY to LIST, which J owns afterwards.  An empty LIST sets nothing and is
 * freed. */
void json_set_list(struct json *j, const char *key, struct json *list);

/* Append an item to a list.  LIST owns CHILD afterwards. */
void json_add_str(struct json *list, const char *text);
void json_add(struct json *list, struct json *child);

/* Each returns NULL or OTHERWISE if there is no such value, or if it has
 * another type.  J owns what is returned. */
const struct json *json_get(const struct json *j, const char *key);
const char *json_str(const struct json *j, const char *key);
int64_t json_int(const struct json *j, const char *key, int64_t otherwise);
const char *json_text(const struct json *j); /* text of a string */
int64_t json_value(const struct json *j, int64_t otherwise); /* of an integer */
size_t json_len(const struct json *j); /* length of a list or object */
const struct json *json_at(const struct json *list, size_t i);

/* Returns key number I in sorted order, counted from 0, or NULL. */
const char *json_key(const struct json *j, size_t i);
/* Appends all keys to TO, in no particular order.  To visit all keys this is
 * cheaper than json_key. */
void json_keys(const struct json *j, struct strs *to);

int json_is_map(const struct json *j);
int json_is_list(const struct json *j);

void json_write(const struct json *j, struct buf *to); /* canonical */
void json_write_pretty(const struct json *j, struct buf *to);

/* Parses what json_write wrote.  Fails with err_data on any other text. */
struct json *json_parse(const char *text, size_t n, struct err *err);

/* Parses JSON of another program, in any spacing and order of keys.  Real
 * numbers (num_exact), true and false become strings; null stays, and no getter
 * returns a value for it.  Fails with err_data if a key occurs twice or the
 * nesting is very deep. */
struct json *json_parse_any(const char *text, size_t n, struct err *err);

/* Appends TEXT to TO as a JSON string, with its quotes. */
void json_quote(struct buf *to, const char *text);

#endif
