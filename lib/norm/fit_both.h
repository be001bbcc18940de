/*
 * fit_both.h - both sides of a manifest, fitted or with values carried over.
 */
#ifndef NORM_FIT_BOTH_H
#define NORM_FIT_BOTH_H

#include "norm/norm_columns.h"

struct fit_both {
	/* given */
	struct norm_rule rule[2]; /* of sources, of targets */
	const char *split;	  /* fitted to; NULL: all rows */
	const char *apply, *save; /* files of values, or NULL */
	int allow_constant, clip, threads;
	int invert;		/* instead: norm_columns_undo */
	struct rewrite_how how; /* no dir: write no images */
	/* made */
	struct strs say, warn; /* sentences */
};

/* Put the columns into P, write the images and the file of values. */
int fit_both_run(struct fit_both *f, struct manifest *p, struct err *err);
/* Whatever fit_both_run returned. */
void fit_both_release(struct fit_both *f);

#endif
