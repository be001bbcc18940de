/*
 * problem.h - collects what is wrong with a set of images, by kind.
 *
 * If several things are wrong in a set of pairs, the user wants to repair them
 * all at once.  So all problems are reported before the set is refused.  It is
 * not refused if the user has allowed their kinds.
 */
#ifndef MANIFEST_PROBLEM_H
#define MANIFEST_PROBLEM_H

#include "base/err.h"
#include "base/messages.h"
#include "base/strs.h"

struct problems {
	/* the sentences about what is wrong, in order */
	struct messages messages;
	struct strs allow; /* kinds of problems, and checks, that are allowed */
	/* 1: problems are not errors; those without a partner and the ambiguous
	 * ones are counted below */
	int count;
	size_t unmatched, ambiguous;
};

/* Allows KINDS: unmatched, ambiguous, duplicate, mixed, and names for which
 * IS_CHECK returns 1.  Any other kind is err_usage. */
int problem_allow(struct problems *p, const struct strs *kinds,
		  int (*is_check)(const char *name), struct err *err);

/* Adds the first 20 sentences of WRONG to the messages and, if there are more,
 * how many; then empties WRONG.  Returns 0 if WRONG was empty, or if KIND is
 * allowed, or if P->count is 1 and KIND is not NULL.  Otherwise fails with
 * err_data: "WHAT: how many; ADVICE".  KIND NULL cannot be allowed. */
int problem_judge(struct problems *p, struct strs *wrong, const char *kind,
		  const char *what, const char *advice, struct err *err);
void problem_release(struct problems *p);

#endif
