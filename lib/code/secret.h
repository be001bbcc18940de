/*
 * secret.h - finds what must not get into a record: passwords, keys, tokens.
 *
 * SECRET_MARK replaces a secret before anything is written.  Secrets are
 * - tokens with a prefix of their makers (sk-, ghp_, AKIA ...)
 * - private keys
 * - passwords in URLs
 * - the word after "Bearer" or "Basic"
 * - URLs of webhooks (hooks.slack.com), signatures in URLs (&sig=)
 * - the value of what is called a password, token, secret or API key
 * - the values of options by which known programs take a password (curl -u)
 *
 * The same text is always replaced in the same way, so recipes do not change.
 */
#ifndef CODE_SECRET_H
#define CODE_SECRET_H

#include "base/buf.h"
#include "file/json.h"
#include "base/strs.h"

#define SECRET_MARK "<secret>"

/* Replaces the secrets in TEXT, but not what is called a password, which code
 * often is not.  Returns their number. */
int secret_replace_tokens(struct buf *text);

/* Replaces, in TEXT, a part of a command, also what is called a password.
 * Returns the number of secrets. */
int secret_replace_values(struct buf *text);

/* Does the same as secret_replace_tokens, and replaces what secret_printed.h
 * finds, in the text file PATH of at most MAX bytes.  Returns -1 on an
 * error. */
int secret_replace_file(const char *path, size_t max, struct err *err);

/* Replaces the secrets in all strings of J, with the values of assignments
 * ("api_key=x") and of options ("--password x", also as two words of a list).
 * Adds the keys and options that had a secret to WHERE. */
void secret_replace_json(struct json **j, struct strs *where);

/* Returns 1 if files with the name of PATH usually have secrets: .env, id_rsa,
 * credentials.json. */
int secret_is_file(const char *path);

/* Returns 1 if the file PATH, of any size and kind, contains what has the form
 * of a secret, as secret_replace_tokens and
 * secret_printed.h find it. */
int secret_is_in_stream(const char *path);

/* Returns 1 if the file PATH is text of at most 1 MiB with a part that has the
 * form of a secret.  If COMMITTED is 1 (the file is part of a commit), only
 * tokens and private keys count: other secrets there are often examples. */
int secret_is_in(const char *path, int committed);

#endif
