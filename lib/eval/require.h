/*
 * require.h - checks requirements on the scores, such as "pearson > 0.8".
 */
#ifndef EVAL_REQUIRE_H
#define EVAL_REQUIRE_H

#include <stdint.h>

#include "base/messages.h"
#include "base/relation.h"
#include "base/strs.h"
#include "eval/scores.h"

struct require { /* all-zero is empty */
	struct requirement {
		char *text; /* as given, without blanks around it */
		size_t metric;
		enum region region; /* REGIONS: the whole image */
		int64_t channel;    /* of the targets; -1: all together */
		enum relation relation;
		double bound;
	} * list;
	size_t n;
};

/* Reads the texts of LIST.  Each text has one or more requirements, separated
 * by commas.  A requirement is a metric, a sign (> >= < <=) and a number.  A
 * metric of sums may end in _foreground or _background, and any metric in the
 * channel of the targets that it is of, as in "pearson[c=1] > 0.8".  The caller
 * releases R. Fails with err_usage on anything else. */
int require_read(struct require *r, const struct strs *list, struct err *err);
void require_release(struct require *r);

/* Returns 1 if a requirement is about a region. */
int require_regions(const struct require *r);

/* Fails with err_usage if a requirement is about a channel that targets of
 * CHANNELS channels do not have. */
int require_channels(const struct require *r, size_t channels, struct err *err);

/* Returns 0 if the means of METHOD meet all requirements, else 1.  A metric
 * that is undefined for an image does not meet its requirement.  TO gets a
 * message for each requirement: the mean, and whether it meets the
 * requirement. */
int require_check(const struct require *r, struct scores *s, const char *method,
		  struct messages *to);

#endif
