/*
 * fit_side.h - fits the normalisation of one side of a manifest.  Inside
 * lib/norm only.
 *
 * Offset and scale of a set or a group are fitted to the rows of one split
 * only, so that training learns nothing about images of other splits.
 */
#ifndef NORM_FIT_SIDE_H
#define NORM_FIT_SIDE_H

#include "norm/saved.h"
#include "stats/advice.h"

struct fit_options {
	/* If its method or scope is "auto", fit_side replaces it by what the
	 * advice recommends.  For targets it replaces such a scope by "set",
	 * because predictions for new images can then be converted back to the
	 * targets' units. */
	struct fit_rule rule;
	int chose_method; /* set by fit_side: 1 if it was "auto" */
	int chose_scope;
	const char *split; /* the split whose rows are fitted to; NULL: all */
	int allow_constant;
	int threads;
	/* NULL: fit.  Otherwise the offsets and scales to apply instead; the
	 * caller must then set RULE with saved_rule. */
	const struct saved *saved;
};

struct fit_side {
	enum side side;
	struct norm *norm; /* of each row */
	/* For each row, how many pixels are below 0 and above 1 after
	 * normalisation; NULL if the rule does not map to [0, 1]. */
	uint64_t *below, *above;
	/* EACH has every row; ALL sums up only the rows fitted to. */
	struct set_stats stats;
	const char **ref;     /* of each row */
	struct advice advice; /* made from the rows fitted to */
};

/* Fits the normalisation of SIDE of P and fills F, which the caller releases.
 * Reads every image, also those that are not fitted to.  An image with a pixel
 * that is not finite, or (unless O allows it) a constant image, is err_data
 * that names row and file. */
int fit_side(struct fit_side *f, const struct manifest *p, enum side side,
	     struct fit_options *o, struct err *err);
/* Returns the scope and split that offset and scale were fitted to.  Call it
 * after fit_side, which replaces "auto" in O.  The result keeps the pointer
 * O->split. */
struct fitted_to fit_side_fitted_to(const struct fit_options *o);
/* Adds the fitted offsets and scales to TO. */
void fit_side_save(const struct fit_side *f, const struct manifest *p,
		   const struct fit_options *o, struct saved *to);
void fit_side_release(struct fit_side *f);

#endif
