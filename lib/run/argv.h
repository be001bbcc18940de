/*
 * argv.h - a command line in a record, word for word.
 */
#ifndef RUN_ARGV_H
#define RUN_ARGV_H

#include "file/json.h"
#include "base/strs.h"

/* Sets the key `argv` of START to the N words.  JSON cannot hold a word that is
 * not UTF-8 as it is.  Such a word is also in the object `argv_bytes`, under
 * its index in argv, with % and each byte that is not UTF-8 written as %XX. */
void argv_set(struct json *start, int n, char **word);
/* Hide in `argv_bytes` the words of which `argv` has had a secret replaced by
 * SECRET_MARK, whole. */
void argv_hide(struct json *start);
/* Returns 1 if a word holds SECRET_MARK: START's command cannot be repeated. */
int argv_has_secret(const struct json *start);
/* Add the original words to TO, byte for byte. */
void argv_get(const struct json *start, struct strs *to);

#endif
