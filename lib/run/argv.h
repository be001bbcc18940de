/*
 * argv.h - a command line in a record, word for word.
 */
#ifndef RUN_ARGV_H
#define RUN_ARGV_H

#include "file/json.h"
#include "base/strs.h"

/* Sets `argv` of START to the N words.  JSON cannot hold words that are not
 * UTF-8: such a word is also in the object `argv_bytes`, under its index in
 * `argv`, with % and each byte that is not UTF-8 as %XX. */
void argv_set(struct json *start, int n, char **word);

/* Hides secrets in `argv_bytes`: a word with SECRET_MARK in `argv` replaces the
 * word there. */
void argv_hide(struct json *start);

/* Returns 1 if a word has SECRET_MARK: the command cannot be repeated. */
int argv_has_secret(const struct json *start);

/* Adds the words to TO, byte for byte as they were. */
void argv_get(const struct json *start, struct strs *to);

#endif
