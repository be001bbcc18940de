/*
 * secret.h - what must not get into a record: passwords, keys, tokens.
 *
 * They are replaced by SECRET_MARK before anything is written.  Found are
 * tokens by the prefixes that their makers give them (sk-, ghp_, AKIA, ...),
 * private keys, passwords in URLs, "Bearer ...", and the values of whatever is
 * called a password, token, secret, or API key.  What is replaced depends on
 * the text alone, so a recipe stays the same.
 */
#ifndef CODE_SECRET_H
#define CODE_SECRET_H

#include "base/buf.h"
#include "file/json.h"
#include "base/strs.h"

#define SECRET_MARK "<secret>"

/* Replaces in TEXT what is a secret by its form; returns how many.  Assignments
 * are no such form: code may set a password without holding one. */
int secret_replace_tokens(struct buf *text);
/* The same and the values of assignments and options: "--password x",
 * "api_key=x". */
int secret_replace_all(struct buf *text);
/* All strings in J, however deep; in lists of words an option's value may be
 * the next word.  The keys or options concerned are added to WHERE. */
void secret_replace_json(struct json **j, struct strs *where);

/* Whether a file of that name holds secrets: .env, id_rsa, credentials.json. */
int secret_is_file(const char *path);

/* Returns 1 if the text of the file PATH, of at most 1 MiB, holds a secret by
 * its form.  In a file that is COMMITTED only tokens and private keys count: a
 * password in a URL or "Bearer ..." is often an example there, and a run
 * without its code cannot be repeated. */
int secret_is_in(const char *path, int committed);

#endif
