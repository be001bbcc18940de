/*
 * problem.h - collects what is wrong with a set of images, by kind.
 *
 * A user wants to repair everything at once.  So all problems are reported
 * before the set is refused.  If the user allows the kinds of all problems, the
 * set is not refused.
 */
#ifndef MANIFEST_PROBLEM_H
#define MANIFEST_PROBLEM_H

#include "base/err.h"
#include "base/messages.h"
#include "base/strs.h"

struct problems {
	/* sentences about the problems */
	struct messages messages;
	/* kinds of problems and checks that are allowed */
	struct strs allow;
	/* 1: problems that have a kind are only counted, and are no errors */
	int count;
	size_t unmatched, ambiguous;
};

/* Allows KINDS: unmatched, ambiguous, duplicate, mixed, and names of checks
 * (IS_CHECK returns 1).  Fails with err_usage for any other kind. */
int problem_allow(struct problems *p, const struct strs *kinds,
		  int (*is_check)(const char *name), struct err *err);

/* Judges the problems of one KIND; WRONG has a sentence about each.  Fails with
 * err_data ("WHAT: NUMBER; ADVICE") if there are problems and KIND is not
 * allowed.  If P->count is 1, they are only counted.  KIND may be NULL; such
 * problems are always an error.  Moves the first 20 sentences to P->messages,
 * says how many more there are, and empties WRONG. */
int problem_judge(struct problems *p, struct strs *wrong, const char *kind,
		  const char *what, const char *advice, struct err *err);
void problem_release(struct problems *p);

#endif
