/*
 * argv.h - a command line in a record, word for word.
 */
#ifndef RUN_ARGV_H
#define RUN_ARGV_H

#include "file/json.h"
#include "base/strs.h"

/* Sets `argv` of START to the N words.  JSON cannot hold a word that is not
 * UTF-8. Such a word is kept a second time in the object `argv_bytes`, under
 * its index in `argv`, with % and each byte above 127 written as %XX. */
void argv_set(struct json *start, int n, char **word);

/* Replaces a word of `argv_bytes` by the same word of `argv` if that has
 * SECRET_MARK. */
void argv_hide(struct json *start);

/* Returns 1 if a word has SECRET_MARK: the command cannot be repeated. */
int argv_has_secret(const struct json *start);

/* Adds the words to TO, byte for byte as they were. */
void argv_get(const struct json *start, struct strs *to);

#endif
