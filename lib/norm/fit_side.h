/*
 * fit_side.h - normalising one side of a manifest.
 *
 * Statistics over a set or a group are taken from the rows of one split
 * only, so that nothing of the others leaks into training.
 */
#ifndef NORM_FIT_SIDE_H
#define NORM_FIT_SIDE_H

#include "stats/advice.h"
#include "norm/rule.h"

struct saved;

struct fit_options {
	/* Its method and scope may be "auto": then fit_side puts in what the
	 * advice is, but for a target the scope set: predictions of images
	 * nobody has seen must find the way back to its units. */
	struct norm_rule rule;
	int chose_method; /* made: it was "auto" */
	int chose_scope;
	const char *split; /* whose rows are fitted to; NULL: all */
	int allow_constant;
	int threads;
	/* Fitted elsewhere, to be taken over; NULL: fit here.  RULE is what
	 * saved_rule says. */
	const struct saved *carried;
};

struct fit_side {
	enum side side;
	struct norm *norm;	 /* of each row */
	uint64_t *below, *above; /* pixels of each row that leave [0, 1];
				   NULL when the rule has no such range */
	struct set_stats survey; /* of all rows; "all" is of those fitted to */
	const char **ref;	 /* of each row */
	struct advice advice;	 /* from the rows fitted to */
};

/* Every image is read, also those not fitted to: a non-finite or (unless
 * allowed) constant one is an error that names row and file. */
int fit_side(struct fit_side *f, const struct manifest *p, enum side side,
	     struct fit_options *o, struct err *err);
void fit_side_release(struct fit_side *f);

#endif
