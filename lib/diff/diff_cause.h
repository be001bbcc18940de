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
	const struct json *differing; /* result of ingredients_compare */
	/* groups that one of the runs did not record: an object from group to
	 * reason, or NULL */
	const struct json *unknown;
	const struct diff_steps *steps; /* NULL: no fingerprints */
	/* 1 if the only data that differ are tables with the same rows in
	 * another order */
	int reordered;
	/* 1 if the program is not a tool of ours; such a program may have run
	 * code of the work tree */
	int foreign;
};

struct diff_cause { /* release with diff_cause_release */
	/* "data", "order", "random numbers", "arithmetic", "environment",
	 * "code", "settings" or "unknown" */
	const char *class;
	char *because; /* what shows the class, or why the class is unknown */
};

/* Fills C.  A class counts as shown in two cases.  In the first case, only one
 * recorded thing differs that could have caused the first difference.  Then the
 * class is the class of this thing.  In the second case, the fingerprints show
 * the class.  If the same patches have other pixels, the class is data.  If
 * loss, gradient or weights differ, although batches and weights were equal
 * before, the class is arithmetic.  In all other cases the class is "unknown",
 * and BECAUSE lists what differs. */
void diff_cause(struct diff_cause *c, const struct diff_evidence *e);
void diff_cause_release(struct diff_cause *c);

#endif
