/*
 * normalise.h - normalises a manifest: fits both sides, or applies offsets and
 * scales fitted before, or converts images back to their original units.
 */
#ifndef NORM_NORMALISE_H
#define NORM_NORMALISE_H

#include "base/messages.h"
#include "manifest/fitted_to.h"
#include "norm/norm_columns.h"

struct normalise {
	/* given */
	struct fit_rule rule[SIDES];
	/* the split whose rows are fitted to; NULL: all */
	const char *split;
	/* files of fitted values (saved.h), or NULL */
	const char *apply, *save;
	int allow_constant, clip, threads;
	int invert;		 /* 1: only call norm_columns_undo */
	struct norm_files files; /* no dir: write no images */
	/* made */
	int warned; /* 1: warned that there is no column 'split' */
	struct fitted_to fit[SIDES];
	/* RULE, with "auto" replaced by what was chosen */
	struct fit_rule used[SIDES];
	struct messages messages;
};

/* Puts the columns into P, and writes the images and the file of fitted values
 * if they are asked for. */
int normalise_run(struct normalise *n, struct manifest *p, struct err *err);
/* Call it whether or not normalise_run succeeded. */
void normalise_release(struct normalise *n);

#endif
