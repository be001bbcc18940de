/*
 * problem.h - what is wrong with a set of images, told by name.
 */
#ifndef MANIFEST_PROBLEM_H
#define MANIFEST_PROBLEM_H

#include "base/err.h"
#include "base/strs.h"

struct problems {
	struct strs lines; /* what to tell, in order */
	struct strs allow; /* kinds that are no error, and checks */
	int count;	   /* no kind is an error: count them here */
	size_t unmatched, ambiguous;
};

/* Kinds that may be allowed: unmatched ambiguous duplicate mixed, and names
 * that IS_CHECK knows.  Another one is err_usage. */
int problem_allow(struct problems *t, const struct strs *kinds,
		  int (*is_check)(const char *name), struct err *err);

/* Move the sentences of WRONG to the lines (the first 20, and how many
 * more) and empty it.  0 when there were none or KIND is allowed (NULL
 * never is), else err_data: WHAT: how many; ADVICE. */
int problem_judge(struct problems *t, struct strs *wrong, const char *kind,
		  const char *what, const char *advice, struct err *err);
void problem_release(struct problems *t);

#endif
