/*
 * regex.h - regular expressions that cut a part out of file names: POSIX
 * extended, case-sensitive.
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

/* Compiles TEXT.  The caller releases P.  Fails with err_usage if TEXT is
 * malformed or has more than 15 groups. */
int regex_compile(struct regex *p, const char *text, struct err *err);
void regex_release(struct regex *p);

int regex_matches(const struct regex *p, const char *text);

/* Returns 1 if the expression matches TEXT, otherwise 0.  TO becomes what its
 * groups matched, joined by "_", or the whole match if it has no groups. */
int regex_cut(const struct regex *p, const char *text, struct buf *to);

#endif
