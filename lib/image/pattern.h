/*
 * pattern.h - regular expressions (POSIX extended, upper and lower case
 * differ) as researchers use them on file names: to cut a part out.
 */
#ifndef IMAGE_PATTERN_H
#define IMAGE_PATTERN_H

#include <regex.h>

#include "base/buf.h"
#include "base/err.h"

struct pattern {
	char *text;		/* NULL: nothing compiled */
	regex_t re;
};

/* A malformed expression is err_usage. */
int pattern_compile(struct pattern *p, const char *text, struct err *err);
void pattern_release(struct pattern *p);

int pattern_matches(const struct pattern *p, const char *text);

/* 1: TO (cleared first) holds what the groups matched, joined by "_", or
 * the whole match of an expression that has no group.  0: no match. */
int pattern_cut(const struct pattern *p, const char *text, struct buf *to);

#endif
