/*
 * normalise.h - normalises a manifest: both sides fitted, or values applied
 * that were fitted before, or images turned back into their own units.
 */
#ifndef NORM_NORMALISE_H
#define NORM_NORMALISE_H

#include "base/messages.h"
#include "manifest/fitted_to.h"
#include "norm/norm_columns.h"

struct normalise {
	/* given */
	struct norm_rule rule[SIDES];
	const char *split;	  /* whose rows are fitted to; NULL: all */
	const char *apply, *save; /* files of values, or NULL */
	int allow_constant, clip, threads;
	int invert;		 /* instead: norm_columns_undo */
	struct norm_files files; /* no dir: write no images */
	/* made */
	int warned; /* of a missing column 'split' */
	struct fitted_to fit[SIDES];
	struct norm_rule used[SIDES]; /* RULE, with what was chosen */
	struct messages messages;
};

/* Put the columns into P, write the images and the file of values. */
int normalise_run(struct normalise *n, struct manifest *p, struct err *err);
/* Whatever normalise_run returned. */
void normalise_release(struct normalise *n);

#endif
