/*
 * diff_cause.h - finds the class of cause of a difference between two runs.
 *
 * Inside lib/diff only.
 */
#ifndef DIFF_DIFF_CAUSE_H
#define DIFF_DIFF_CAUSE_H

#include "diff/diff_steps.h"
#include "file/json.h"

struct diff_evidence {
	const struct json *differing; /* from ingredients_compare */
	/* groups that one of the runs did not record, with the reason; or
	 * NULL */
	const struct json *unknown;
	const struct diff_steps *steps; /* NULL: no fingerprints */
	/* 1: the data differ only in the order of rows of tables */
	int reordered;
	/* 1: the program is not a tool of ours, and may have run code of the
	 * work tree */
	int foreign;
};

struct diff_cause {
	/* "data", "order", "random numbers", "arithmetic", "environment",
	 * "code", "settings" or "unknown" */
	const char *class;
	char *because; /* what shows the class, or why it is unknown */
};

/* Fills C, which the caller releases.  A class is shown in two cases:
 * - Only one class of recorded things differs that could be the cause.
 * - The fingerprints show it: "data" if the same patches have other pixels,
 *   "arithmetic" if loss, gradient or weights differ, although batches and
 *   earlier weights are equal.
 *
 * Otherwise, or if something was not recorded that could be the cause, the
 * class is "unknown", and BECAUSE lists what differs. */
void diff_cause(struct diff_cause *c, const struct diff_evidence *e);
void diff_cause_release(struct diff_cause *c);

#endif
