/*
 * argv.h - a command line in a record, word for word.
 */
#ifndef RUN_ARGV_H
#define RUN_ARGV_H

#include "file/json.h"
#include "base/strs.h"

/* Set `argv` of START to N words.  Words that are no UTF-8, which JSON cannot
 * hold, are also in `argv_bytes`, by their index, with the bytes that it
 * cannot and % as %XX. */
void argv_set(struct json *start, int n, char **word);
/* Add the words as they were to TO. */
void argv_get(const struct json *start, struct strs *to);

#endif
