/*
 * diff_cause.h - which class of cause the difference between two runs has, if
 * that can be shown.
 */
#ifndef DIFF_DIFF_CAUSE_H
#define DIFF_DIFF_CAUSE_H

#include "diff/diff_steps.h"
#include "file/json.h"

struct diff_evidence {
	const struct json *differing; /* ingredients_compare */
	const struct json *unknown;   /* what one run did not record: an object
					 from group to reason, or NULL */
	const struct diff_steps *steps; /* NULL: no fingerprints */
	int reordered; /* 1: of the data only tables differ, and these have the
			  same rows in another order */
	int foreign;   /* 1: the program is not a tool of ours, so that code in
			the work tree may be what ran */
};

struct diff_cause { /* release with diff_cause_release */
	/* "data", "order", "random numbers", "arithmetic", "environment",
	 * "code", "settings" or "unknown" */
	const char *class;
	char *because; /* what shows it, or why nothing does */
};

/*
 * A class is shown in one of two ways.  One thing alone that is recorded
 * differs and could make the first divergence: then it is the class of that.
 * Or the fingerprints show what parts first: the pixels of the same patches are
 * data; loss, gradient or weights from equal batches and equal weights are
 * arithmetic.  Else it is "unknown", and BECAUSE says what differs.
 */
void diff_cause(struct diff_cause *c, const struct diff_evidence *e);
void diff_cause_release(struct diff_cause *c);

#endif
