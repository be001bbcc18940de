/*
 * regex.h - regular expressions that cut a part out of file names.  They are
 * POSIX extended and case-sensitive.
 *
 * Inside lib/pairing only.
 */
#ifndef PAIRING_REGEX_H
#define PAIRING_REGEX_H

#include <regex.h>

#include "base/buf.h"
#include "base/err.h"

struct regex {
	char *text; /* NULL: none was compiled */
	regex_t re;
};

/* Compiles TEXT; the caller releases P.  A malformed TEXT is err_usage. */
int regex_compile(struct regex *p, const char *text, struct err *err);
void regex_release(struct regex *p);

int regex_matches(const struct regex *p, const char *text);

/* Returns 1 if the expression matches TEXT, otherwise 0.  If it returns 1,
 * fills TO with a part of TEXT.  If the expression has groups, TO gets what the
 * groups matched, joined by "_".  If the expression has no groups, TO gets the
 * whole match. */
int regex_cut(const struct regex *p, const char *text, struct buf *to);

#endif
