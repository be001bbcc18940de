/*
 * fit_side.h - fits the normalisation of all images on one side of a manifest.
 *
 * Inside lib/norm only.
 *
 * Offset and scale of a set or a group are fitted to the rows of one split
 * only, so that training learns nothing about images of other splits.
 */
#ifndef NORM_FIT_SIDE_H
#define NORM_FIT_SIDE_H

#include "norm/saved.h"
#include "stats/advice.h"

struct fit_options {
	/* If its method or scope is "auto", fit_side replaces that by what the
	 * advice recommends.  For targets it replaces the scope by "set", so
	 * that predictions for new images can be converted back to the targets'
	 * units. */
	struct fit_rule rule;
	int chose_method; /* set by fit_side; 1: the method was "auto" */
	int chose_scope;
	/* the split whose rows are fitted to; NULL: all rows */
	const char *split;
	int allow_constant;
	int threads;
	/* NULL: fit.  Otherwise, apply these offsets and scales; the caller
	 * must then set RULE with saved_rule. */
	const struct saved *saved;
};

struct fit_side {
	enum side side;
	struct norm *norm; /* one for each row */
	/* For each row, the number of pixels that are below 0, and above 1,
	 * after normalisation; NULL if the rule does not scale to [0, 1]. */
	uint64_t *below, *above;
	/* EACH covers every row, ALL only the rows fitted to */
	struct set_stats stats;
	const char **ref;     /* of each row */
	struct advice advice; /* made from the rows fitted to */
};

/* Fits the normalisation of SIDE of P and fills F, which the caller releases.
 * Reads every image, also those that are not fitted to.  If an image has a
 * pixel that is not finite, or is constant and O does not allow that, fails
 * with err_data that names row and file. */
int fit_side(struct fit_side *f, const struct manifest *p, enum side side,
	     struct fit_options *o, struct err *err);
/* Returns the scope and the split that offset and scale were fitted to.  Call
 * this after fit_side, which replaces "auto" in O.  The result keeps the
 * pointer O->split. */
struct fitted_to fit_side_fitted_to(const struct fit_options *o);
/* Adds the fitted offsets and scales to TO. */
void fit_side_save(const struct fit_side *f, const struct manifest *p,
		   const struct fit_options *o, struct saved *to);
void fit_side_release(struct fit_side *f);

#endif
