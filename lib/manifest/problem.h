/*
 * problem.h - collects what is wrong with a set of images, by kind.
 *
 * If several things are wrong in a set of pairs, the user wants to repair them
 * all at once.  So all problems are reported before the set is refused.  If the
 * user has allowed the kinds of all problems, the set is not refused.
 */
#ifndef MANIFEST_PROBLEM_H
#define MANIFEST_PROBLEM_H

#include "base/err.h"
#include "base/messages.h"
#include "base/strs.h"

struct problems {
	/* sentences about what is wrong, in order */
	struct messages messages;
	/* names of allowed kinds of problems and of allowed checks */
	struct strs allow;
	/* 1: problems that have a kind are not errors.  Then UNMATCHED and
	 * AMBIGUOUS are the numbers of problems of these two kinds. */
	int count;
	size_t unmatched, ambiguous;
};

/* Allows KINDS: unmatched, ambiguous, duplicate, mixed, and names for which
 * IS_CHECK returns 1.  Any other kind is err_usage. */
int problem_allow(struct problems *p, const struct strs *kinds,
		  int (*is_check)(const char *name), struct err *err);

/* Judges problems of one KIND.  WRONG has a sentence about each of them.
 * Returns 0 if WRONG is empty, or if KIND is allowed, or if P->count is 1 and
 * KIND is not NULL.  In all other cases fails with err_data: "WHAT: NUMBER;
 * ADVICE".  KIND NULL cannot be allowed.  Adds the first 20 sentences to
 * P->messages, then the number of the remaining ones.  Empties WRONG. */
int problem_judge(struct problems *p, struct strs *wrong, const char *kind,
		  const char *what, const char *advice, struct err *err);
void problem_release(struct problems *p);

#endif
