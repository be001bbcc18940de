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
	/* Rule to fit by.  If its method is "auto", fit_side replaces the
	 * method by what the advice recommends.  fit_side does the same with
	 * the scope.  For targets the scope "auto" becomes "set", so that
	 * predictions for new images can be converted back to the targets'
	 * units. */
	struct fit_rule rule;
	int chose_method; /* 1: the method was "auto"; set by fit_side */
	int chose_scope;
	/* split of the rows fitted to; NULL: all rows */
	const char *split;
	int allow_constant;
	int threads;
	/* Offsets and scales to apply; NULL: fit new ones.  To apply them, the
	 * caller must set RULE with saved_rule. */
	const struct saved *saved;
};

struct fit_side {
	enum side side;
	struct norm *norm; /* offset and scale of each row */
	/* Numbers of pixels of each row that normalisation maps to values below
	 * 0, and above 1.  NULL if the rule does not scale to [0, 1]. */
	uint64_t *below, *above;
	/* statistics: EACH covers every row, ALL only the rows fitted to */
	struct set_stats stats;
	const char **ref;     /* reference of each row's image */
	struct advice advice; /* advice from the rows fitted to */
};

/* Fits the normalisation of SIDE of P and fills F, which the caller releases.
 * Reads every image, also images that are not fitted to.  Fails with err_data
 * if an image has a pixel that is not finite.  Also fails with err_data if an
 * image is constant, unless O->allow_constant is 1.  The message names row and
 * file. */
int fit_side(struct fit_side *f, const struct manifest *p, enum side side,
	     struct fit_options *o, struct err *err);

/* Returns the scope and the split that offset and scale were fitted to.  Call
 * fit_side first, because it replaces "auto" in O.  The result keeps the
 * pointer O->split. */
struct fitted_to fit_side_fitted_to(const struct fit_options *o);

/* Adds the fitted offsets and scales to TO. */
void fit_side_save(const struct fit_side *f, const struct manifest *p,
		   const struct fit_options *o, struct saved *to);
void fit_side_release(struct fit_side *f);

#endif
