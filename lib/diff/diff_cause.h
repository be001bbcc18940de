/*
 * diff_cause.h - finds which class of cause explains why two runs differ, if
 * that can be shown.
 *
 * Inside lib/diff only.
 */
#ifndef DIFF_DIFF_CAUSE_H
#define DIFF_DIFF_CAUSE_H

#include "diff/diff_steps.h"
#include "file/json.h"

struct diff_evidence {
	const struct json *differing; /* ingredients_compare */
	const struct json *unknown;   /* what one of the runs did not record: an
					 object from group to reason, or NULL */
	const struct diff_steps *steps; /* NULL: no fingerprints */
	int reordered; /* 1: the only data that differ are tables, and these
			  have the same rows in another order */
	int foreign;   /* 1: the program is not a tool of ours, so it may have
			  run code of the work tree */
};

struct diff_cause { /* release with diff_cause_release */
	/* "data", "order", "random numbers", "arithmetic", "environment",
	 * "code", "settings" or "unknown" */
	const char *class;
	char *because; /* what shows the class, or why it is unknown */
};

/* Fill C.  A class counts as shown in two cases.  One case: only one recorded
 * thing differs that could have caused the first difference.  Then the class is
 * that of this thing.  The other case: the fingerprints show it.  If the same
 * patches have other pixels, the class is data.  If loss, gradient or weights
 * differ, although batches and weights were equal before, it is arithmetic.
 * Otherwise the class is "unknown", and BECAUSE lists what differs. */
void diff_cause(struct diff_cause *c, const struct diff_evidence *e);
void diff_cause_release(struct diff_cause *c);

#endif
