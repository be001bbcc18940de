/*
 * require.h - checks requirements on the scores, such as "pearson > 0.8".
 */
#ifndef EVAL_REQUIRE_H
#define EVAL_REQUIRE_H

#include "base/messages.h"
#include "base/relation.h"
#include "base/strs.h"
#include "eval/scores.h"

struct require { /* all-zero is empty */
	struct requirement {
		char *text; /* Text as given, without blanks around it */
		size_t metric;
		enum region region; /* REGIONS: the whole image */
		enum relation relation;
		double bound;
	} * list;
	size_t n;
};

/* Read the texts of LIST.  Each text has one or more requirements, separated
 * by commas.  A requirement is a metric, then >, >=, < or <=, then a number.
 * The metric may end in _foreground or _background.  Fails with err_usage if
 * there is anything else.  If the metric is unknown, the message lists all
 * metrics. */
int require_read(struct require *r, const struct strs *list, struct err *err);
void require_release(struct require *r);

/* Returns 1 if at least one requirement is for foreground or background. */
int require_regions(const struct require *r);

/* Compares the means of METHOD with R.  Returns 0 if all requirements are met,
 * else 1.  Adds a message to TO for each requirement; it says whether the
 * requirement is met, and gives the mean.  A requirement is not met if its
 * metric is undefined for any image. */
int require_check(const struct require *r, const struct scores *s,
		  const char *method, struct messages *to);

#endif
