/*
 * secret_name.h - knows what secrets are called.
 *
 * Inside lib/code only.
 */
#ifndef CODE_SECRET_NAME_H
#define CODE_SECRET_NAME_H

#include <stddef.h>

/* Returns 1 if the N characters NAME, of an option, a variable or a key, are
 * what a password, a token or a key is called. */
int secret_name(const char *name, size_t n);

#endif
