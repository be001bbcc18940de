/*
 * diff_list.h - lists of {name, a, b}, of which a difference is made.
 */
#ifndef DIFF_DIFF_LIST_H
#define DIFF_DIFF_LIST_H

#include "base/buf.h"
#include "file/json.h"
#include "store/store.h"

/* Add {name, a, b} to LIST unless A and B are equal; NULL: not there. */
void diff_list_add(struct json *list, const char *name, const char *a,
		   const char *b);
/* The same of two values of a record, as text. */
void diff_list_value(struct json *list, const char *name, const struct json *a,
		     const struct json *b);
/* The same of two objects, key by key, PREFIX before the names.  Keys that
 * one of WITHOUT has are left out; it may be NULL, and so may A and B. */
void diff_list_objects(struct json *list, const char *prefix,
		       const struct json *a, const struct json *b,
		       const struct json *const without[2]);
/* Set KEY to LIST if it holds anything; takes LIST over. */
void diff_list_set(struct json *to, const char *key, struct json *list);

/* Read the object that HEX names.  0: HEX is NULL or no digest, or the
 * store does not have it. */
int diff_list_object(const struct store *s, const char *hex, struct buf *to);

#endif
