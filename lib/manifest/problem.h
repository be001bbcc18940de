/*
 * problem.h - what is wrong with a set of images, by kind.
 *
 * Inside a set of pairs several things are wrong at once, and a person mends
 * them in one go: all are reported, and only then is the set refused, unless
 * their kind is allowed.
 */
#ifndef MANIFEST_PROBLEM_H
#define MANIFEST_PROBLEM_H

#include "base/err.h"
#include "base/messages.h"
#include "base/strs.h"

struct problems {
	struct messages messages; /* what is wrong, in order */
	struct strs allow;	  /* kinds that are no error, and checks */
	int count;		  /* not 0: no kind is an error; unmatched and
				     ambiguous ones are counted below */
	size_t unmatched, ambiguous;
};

/* Kinds that may be allowed: unmatched ambiguous duplicate mixed, and names
 * that IS_CHECK knows.  Another one is err_usage. */
int problem_allow(struct problems *p, const struct strs *kinds,
		  int (*is_check)(const char *name), struct err *err);

/* Add the first 20 sentences of WRONG to the messages, and how many more there
 * are, and empty WRONG.  Returns 0 when WRONG was empty, when KIND is allowed
 * (NULL never is), or when P->count is set and KIND is not NULL; else err_data,
 * "WHAT: how many; ADVICE". */
int problem_judge(struct problems *p, struct strs *wrong, const char *kind,
		  const char *what, const char *advice, struct err *err);
void problem_release(struct problems *p);

#endif
