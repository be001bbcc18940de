/*
 * trouble.h - what is wrong with a set of images, told by name.
 */
#ifndef IMAGE_TROUBLE_H
#define IMAGE_TROUBLE_H

#include "base/err.h"
#include "base/strs.h"

struct trouble {
	struct strs lines;	/* what to tell, in order */
	struct strs allow;	/* kinds that are no error, and checks */
	int count;		/* no kind is an error: count them here */
	size_t unmatched, ambiguous;
};

/* Kinds that may be allowed: unmatched ambiguous duplicate mixed, and the
 * checks of judge.h.  An unknown one is err_usage. */
int trouble_allow(struct trouble *t, const struct strs *kinds,
		  struct err *err);

/* Move the sentences of WRONG to the lines (the first 20, and how many
 * more) and empty it.  0 when there were none or KIND is allowed (NULL
 * never is), else err_data: WHAT: how many; ADVICE. */
int trouble_judge(struct trouble *t, struct strs *wrong, const char *kind,
		  const char *what, const char *advice, struct err *err);
void trouble_release(struct trouble *t);

#endif
