/*
 * require.h - checks requirements that the scores must meet: "pearson > 0.8".
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

/* Read the texts of LIST.  Each has one or more requirements, separated by
 * commas: a metric, which may end in _foreground or _background, then >, >=, <
 * or <=, then a number.  Anything else is err_usage; for an unknown metric it
 * lists the metrics there are. */
int require_read(struct require *r, const struct strs *list, struct err *err);
void require_release(struct require *r);
/* Returns 1 if any requirement is of a region. */
int require_regions(const struct require *r);

/* Compare the means of METHOD with R, and add a message to TO for each
 * requirement: whether it is met, and the number.  It is not met if the metric
 * is undefined for any image.  Returns 0 if all are met, else 1. */
int require_check(const struct require *r, const struct scores *s,
		  const char *method, struct messages *to);

#endif
