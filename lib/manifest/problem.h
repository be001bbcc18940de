/*
 * problem.h - collects what is wrong with a set of images, by kind.
 *
 * All problems are reported before the set is refused.  Problems of kinds that
 * the user allows do not refuse the set.
 */
#ifndef MANIFEST_PROBLEM_H
#define MANIFEST_PROBLEM_H

#include "base/err.h"
#include "base/messages.h"
#include "base/strs.h"

struct problems {
	struct messages messages;
	/* kinds that are allowed */
	struct strs allow;
	/* 1: problems of a kind are counted in UNMATCHED and AMBIGUOUS, and are
	 * no errors */
	int count;
	size_t unmatched, ambiguous;
};

/* Allows KINDS: unmatched, ambiguous, duplicate, mixed, and names of checks
 * (IS_CHECK returns 1).  Fails with err_usage for any other kind. */
int problem_allow(struct problems *p, const struct strs *kinds,
		  int (*is_check)(const char *name), struct err *err);

/* Judges the problems of one KIND; WRONG has a sentence about each.  Moves the
 * first 20 sentences to P->messages, as warnings, says how many more there are,
 * and empties WRONG.  Fails with err_data ("WHAT: NUMBER; ADVICE") if there are
 * problems, unless KIND is allowed or P->count is 1.  If KIND is NULL, problems
 * are always an error. */
int problem_judge(struct problems *p, struct strs *wrong, const char *kind,
		  const char *what, const char *advice, struct err *err);
void problem_release(struct problems *p);

#endif
