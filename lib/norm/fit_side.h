/*
 * fit_side.h - fits the normalisation of one side of a manifest.  Inside
 * lib/norm only.
 *
 * Values for a set or a group are fitted to the rows of one split only, so
 * that nothing of the others leaks into training.
 */
#ifndef NORM_FIT_SIDE_H
#define NORM_FIT_SIDE_H

#include "norm/saved.h"
#include "stats/advice.h"

struct fit_options {
	/* Its method and scope may be "auto": then fit_side replaces them by
	 * the advice; but the scope of targets by "set": predictions of new
	 * images must find the way back to the units of targets. */
	struct norm_rule rule;
	int chose_method; /* made: it was "auto" */
	int chose_scope;
	const char *split; /* whose rows are fitted to; NULL: all */
	int allow_constant;
	int threads;
	/* Values to apply instead of fitting; RULE is that of saved_rule.
	 * NULL: fit. */
	const struct saved *saved;
};

struct fit_side {
	enum side side;
	struct norm *norm;	 /* of each row */
	uint64_t *below, *above; /* pixels of each row that leave [0, 1];
				   NULL when the rule has no such range */
	struct set_stats stats;	 /* of all rows; "all" is of those fitted to */
	const char **ref;	 /* of each row */
	struct advice advice;	 /* from the rows fitted to */
};

/* Fit F to SIDE of P.  Reads every image, also those not fitted to: one that
 * holds a pixel which is not finite or (unless allowed) is constant is
 * err_data that names row and file. */
int fit_side(struct fit_side *f, const struct manifest *p, enum side side,
	     struct fit_options *o, struct err *err);
/* What the rows of a side were fitted to; its split is that of O. */
struct fitted_to fit_side_fitted_to(const struct fit_options *o);
/* Add the fitted values to TO. */
void fit_side_save(const struct fit_side *f, const struct manifest *p,
		   const struct fit_options *o, struct saved *to);
void fit_side_release(struct fit_side *f);

#endif
