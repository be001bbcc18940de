/*
 * fit_side.h - fits the normalisation of all images on one side of a manifest.
 *
 * Inside lib/norm only.  A set or a group is fitted to rows of one split, so
 * that training learns nothing about the images of others.
 */
#ifndef NORM_FIT_SIDE_H
#define NORM_FIT_SIDE_H

#include "norm/saved.h"
#include "stats/advice.h"

struct fit_options {
	/* Rule to fit by.  fit_side replaces a method or scope "auto" by what
	 * the advice recommends. */
	struct fit_rule rule;
	int chose_method; /* 1: it was "auto"; set by fit_side */
	int chose_scope;
	/* split whose rows are fitted to; NULL: all rows */
	const char *split;
	int allow_constant;
	int threads;
	/* Values to apply instead of fitting, or NULL.  RULE must be from
	 * saved_rule then. */
	const struct saved *saved;
};

struct fit_side {
	enum side side;
	size_t channel;
	char *name; /* "source", or "source channel 1" if there are several */
	struct norm *norm; /* of each row */
	/* For each row, how many pixels become less than 0, and how many more
	 * than 1.  NULL if the rule does not scale to [0, 1]. */
	uint64_t *below, *above;
	/* statistics of each row (EACH) and of the rows fitted to (ALL) */
	struct set_stats stats;
	const char **ref;     /* the channel's image of each row */
	struct advice advice; /* from the rows fitted to */
};

/* Fits a channel of SIDE of P and fills F, which the caller releases.  Reads
 * every image, also those not fitted to.  Fails with err_data if a pixel is not
 * finite, if an image is constant (unless O->allow_constant is 1), or if there
 * is nothing to fit a group to.  Errors name row and file. */
int fit_side(struct fit_side *f, const struct manifest *p, enum side side,
	     size_t channel, struct fit_options *o, struct err *err);

/* Returns what the values were fitted to, after fit_side.  The result points to
 * O->split. */
struct fitted_to fit_side_fitted_to(const struct fit_options *o);

/* Adds the offsets and scales of SIDE of P, which were fitted to N images, to
 * TO. */
void fit_side_save(const struct manifest *p, enum side side, size_t n,
		   const struct fit_options *o, struct saved *to);
void fit_side_release(struct fit_side *f);

#endif
