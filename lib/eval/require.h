/*
 * require.h - what the scores must reach: "pearson > 0.8".
 */
#ifndef EVAL_REQUIRE_H
#define EVAL_REQUIRE_H

#include "base/messages.h"
#include "base/strs.h"
#include "eval/scores.h"

enum require_relation {
	REQUIRE_ABOVE,
	REQUIRE_AT_LEAST,
	REQUIRE_BELOW,
	REQUIRE_AT_MOST
};

struct require { /* all-zero is empty */
	struct requirement {
		char *text; /* as given, without blanks around it */
		size_t metric;
		enum region region; /* REGIONS: the whole image */
		enum require_relation relation;
		double bound;
	} * list;
	size_t n;
};

/* Read the texts of LIST; each has one or more requirements with commas
 * between: a metric, perhaps with _foreground or _background after it, then
 * one of > >= < <=, then a number.  Anything else is err_usage, which for an
 * unknown metric lists those there are. */
int require_read(struct require *r, const struct strs *list, struct err *err);
void require_release(struct require *r);
/* Returns 1 if any requirement is of a region. */
int require_regions(const struct require *r);

/* Compare the means of METHOD with R; say of each whether it holds, and what
 * the number is.  A metric that is undefined for any image, and so for a part
 * of the mean, never satisfies.  Returns 0 if all hold, else 1. */
int require_check(const struct require *r, const struct scores *s,
		  const char *method, struct messages *to);

#endif
