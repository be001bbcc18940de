/*
 * secret.h - finds what must not get into a record: passwords, keys, tokens.
 *
 * SECRET_MARK replaces a secret before anything is written.  Secrets are
 * - tokens with a prefix of their makers (sk-, ghp_, AKIA ...)
 * - private keys
 * - passwords in URLs
 * - the word after "Bearer"
 * - the value of what is called a password, token, secret or API key
 *
 * The same text is always replaced in the same way, so recipes do not change.
 */
#ifndef CODE_SECRET_H
#define CODE_SECRET_H

#include "base/buf.h"
#include "file/json.h"
#include "base/strs.h"

#define SECRET_MARK "<secret>"

/* Replaces each part of TEXT that has the form of a secret.  Returns how many
 * there were.  The value of an assignment does not count, since code that sets
 * a password often contains no password. */
int secret_replace_tokens(struct buf *text);

/* Does the same in the text file PATH of at most MAX bytes.  Returns -1 with
 * ERR filled on an error. */
int secret_replace_file(const char *path, size_t max, struct err *err);

/* Replaces the secrets in all strings of J.  Here the values of assignments
 * ("api_key=x") and of options ("--password x", also as two words of a list)
 * count, too.  Adds to WHERE the keys and options that had a secret. */
void secret_replace_json(struct json **j, struct strs *where);

/* Returns 1 if files with the name of PATH usually have secrets: .env, id_rsa,
 * credentials.json. */
int secret_is_file(const char *path);

/* Returns 1 if the file PATH is text of at most 1 MiB that contains what has
 * the form of a secret.  If COMMITTED is 1 (the file is part of a commit), only
 * tokens and private keys count: other secrets there are often examples, and a
 * run cannot be repeated without its code. */
int secret_is_in(const char *path, int committed);

#endif
