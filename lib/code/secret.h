/*
 * secret.h - finds what must not get into a record: passwords, keys, tokens.
 *
 * A secret is replaced by SECRET_MARK before anything is written.  These count
 * as secrets: tokens with a prefix of their makers (sk-, ghp_, AKIA, ...),
 * private keys, passwords in URLs, the word after "Bearer", and the value of
 * anything that is called a password, token, secret or API key.  The same text
 * is always replaced in the same way, so recipes do not change.
 */
#ifndef CODE_SECRET_H
#define CODE_SECRET_H

#include "base/buf.h"
#include "file/json.h"
#include "base/strs.h"

#define SECRET_MARK "<secret>"

/* Returns how many secrets were found in TEXT, and replaces each by
 * SECRET_MARK.  Only text with the form of a secret counts.  The values of
 * assignments do not count, since code that sets a password often contains no
 * password. */
int secret_replace_tokens(struct buf *text);

/* Does the same in the text file PATH of at most MAX bytes.  Returns -1 with
 * ERR on an error. */
int secret_replace_file(const char *path, size_t max, struct err *err);

/* Replaces the secrets in all strings of J.  Here the values of assignments
 * ("api_key=x") and of options ("--password x") count, too.  In a list of
 * words, the value of an option may be the next word.  Adds to WHERE the keys
 * and options that had a secret. */
void secret_replace_json(struct json **j, struct strs *where);

/* Returns 1 if a file with the name PATH usually contains secrets: .env,
 * id_rsa, credentials.json. */
int secret_is_file(const char *path);

/* Returns 1 if the file PATH is text of at most 1 MiB and contains something
 * that has the form of a secret.  If COMMITTED is 1, the file is part of a
 * commit, and only tokens and private keys count.  In such a file a password in
 * a URL or the word after "Bearer" is often only an example.  To leave the file
 * out would be worse, since a run cannot be repeated without its code. */
int secret_is_in(const char *path, int committed);

#endif
