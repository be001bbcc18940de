/*
 * json.h - records as canonical JSON: strings, integers, lists and objects.
 *
 * Canonical means sorted keys and no spaces, so equal records have equal bytes
 * and digests.  Real numbers are stored as text (num_exact).  The caller frees
 * new values with json_free.
 */
#ifndef FILE_JSON_H
#define FILE_JSON_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/strs.h"

struct json;

struct json *json_new(void);	  /* an empty object */
struct json *json_new_list(void); /* an empty list */
void json_free(struct json *j);	  /* J may be NULL */
struct json *json_clone(const struct json *j);

/* Set the value of KEY in an object, in place of an old one.  J then owns
 * CHILD.  If TEXT or CHILD is NULL, nothing is set.  In TEXT that is not UTF-8,
 * each byte above 127 becomes %XX. */
void json_set_str(struct json *j, const char *key, const char *text);
void json_set_int(struct json *j, const char *key, int64_t x);
void json_set(struct json *j, const char *key, struct json *child);

/* Sets KEY to LIST, which J then owns.  An empty LIST is freed instead. */
void json_set_list(struct json *j, const char *key, struct json *list);

/* Append an item, unless it is NULL, to a list, which then owns CHILD. */
void json_add_str(struct json *list, const char *text);
void json_add(struct json *list, struct json *child);

/* Return a value, which J owns; or NULL, OTHERWISE or 0 if there is none of
 * this type.  J may be NULL. */
const struct json *json_get(const struct json *j, const char *key);
const char *json_str(const struct json *j, const char *key);
int64_t json_int(const struct json *j, const char *key, int64_t otherwise);
const char *json_text(const struct json *j); /* text of a string */
int64_t json_value(const struct json *j, int64_t otherwise); /* of an integer */
size_t json_len(const struct json *j); /* length of a list or object */
const struct json *json_at(const struct json *list, size_t i);

/* Returns key number I in sorted order, counted from 0, or NULL.  J owns the
 * key. */
const char *json_key(const struct json *j, size_t i);
/* Appends all keys to TO, in no particular order.  For all keys this is cheaper
 * than json_key. */
void json_keys(const struct json *j, struct strs *to);

int json_is_map(const struct json *j);
int json_is_list(const struct json *j);

void json_write(const struct json *j, struct buf *to); /* canonical */
void json_write_pretty(const struct json *j, struct buf *to);

/* Parses an object or a list that json_write wrote.  The caller frees the
 * result.  Returns NULL with err_data for any other text. */
struct json *json_parse(const char *text, size_t n, struct err *err);

/* Parses an object or a list of another program, in any spacing and order of
 * keys.  Real numbers (num_exact), true and false become strings.  A null stays
 * a value without text or number.  Returns NULL with err_data if the text is
 * not JSON, a key occurs twice, or the nesting is deeper than 2048. */
struct json *json_parse_any(const char *text, size_t n, struct err *err);

/* Appends TEXT to TO as a JSON string, with its quotes. */
void json_quote(struct buf *to, const char *text);

#endif
