/*
 * secret_printed.h - finds what a program prints of its environment, as `env`
 * and `set -x` do.
 *
 * Inside lib/code only.
 */
#ifndef CODE_SECRET_PRINTED_H
#define CODE_SECRET_PRINTED_H

#include "base/buf.h"
#include "base/strs.h"

/* Adds the values of the variables of our environment that are called a
 * password, token or key to TO, but for short ones and paths. */
void secret_printed_values(struct strs *to);

/* Returns 1 if the N characters TEXT have one of VALUES, or a line such as
 * "export DB_PASSWORD=abcdef". */
int secret_printed(const struct strs *values, const char *text, size_t n);

/* Replaces all such values in TEXT by MARK.  Returns their number. */
int secret_printed_replace(struct buf *text, const char *mark);

#endif
