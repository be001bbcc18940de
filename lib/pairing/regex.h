/*
 * regex.h - regular expressions (POSIX extended, upper and lower case
 * differ) as researchers use them on file names: to cut a part out.
 *
 * Inside lib/pairing only.
 */
#ifndef PAIRING_REGEX_H
#define PAIRING_REGEX_H

#include <regex.h>

#include "base/buf.h"
#include "base/err.h"

struct regex {
	char *text; /* NULL: nothing compiled */
	regex_t re;
};

/* A malformed expression is err_usage. */
int regex_compile(struct regex *p, const char *text, struct err *err);
void regex_release(struct regex *p);

int regex_matches(const struct regex *p, const char *text);

/* 1: TO (cleared first) holds what the groups matched, joined by "_", or
 * the whole match of an expression that has no group.  0: no match. */
int regex_cut(const struct regex *p, const char *text, struct buf *to);

#endif
