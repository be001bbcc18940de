/*
 * diff_list.h - lists of {name, a, b}, each item a difference between two
 * runs.
 *
 * Inside lib/diff only.
 */
#ifndef DIFF_DIFF_LIST_H
#define DIFF_DIFF_LIST_H

#include "base/buf.h"
#include "file/json.h"
#include "store/store.h"

/* Add {name, a, b} to LIST unless A and B are equal.  A value that is NULL is
 * absent. */
void diff_list_add(struct json *list, const char *name, const char *a,
		   const char *b);
/* The same for two values of a record, which are added as text. */
void diff_list_value(struct json *list, const char *name, const struct json *a,
		     const struct json *b);
/* The same for each key of two objects; the name is PREFIX followed by the key.
 * Keys of the objects WITHOUT are left out.  WITHOUT, its objects, A and B may
 * be NULL. */
void diff_list_objects(struct json *list, const char *prefix,
		       const struct json *a, const struct json *b,
		       const struct json *const without[2]);
/* Set KEY of TO to LIST unless LIST is empty.  LIST belongs to TO, or is freed,
 * afterwards. */
void diff_list_set(struct json *to, const char *key, struct json *list);

/* Read the object with the digest HEX into TO.  Returns 1, or 0 when HEX is
 * NULL or not a digest or when S does not have the object. */
int diff_list_object(const struct store *s, const char *hex, struct buf *to);

#endif
