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

/* Replaces the secrets in TEXT that have the form of one, and returns how many
 * there were.  Does not look at assignments: code that sets a password often
 * contains none. */
int secret_replace_tokens(struct buf *text);
/* The same for the text file PATH of at most MAX bytes.  Returns -1 with ERR on
 * an error. */
int secret_replace_file(const char *path, size_t max, struct err *err);
/* Replaces the secrets in all strings of J, also the values of assignments and
 * options ("--password x", "api_key=x"); in a list of words, the value of an
 * option may be the next word.  Adds to WHERE the keys and options that had a
 * secret. */
void secret_replace_json(struct json **j, struct strs *where);

/* Returns 1 if a file of that name usually contains secrets: .env, id_rsa,
 * credentials.json. */
int secret_is_file(const char *path);

/* Returns 1 if the file PATH is text of at most 1 MiB and contains something
 * that has the form of a secret.  In a file that is COMMITTED only tokens and
 * private keys count: a password in a URL or the word after "Bearer" is often
 * an example there, and a run without its code cannot be repeated. */
int secret_is_in(const char *path, int committed);

#endif
