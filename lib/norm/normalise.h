/*
 * normalise.h - normalises a manifest: fits both sides, applies values fitted
 * before, or converts images back to their original units.
 */
#ifndef NORM_NORMALISE_H
#define NORM_NORMALISE_H

#include "base/messages.h"
#include "manifest/fitted_to.h"
#include "norm/norm_columns.h"

struct normalise {
	/* given */
	struct fit_rule rule[SIDES];
	/* split whose rows are fitted to; NULL: all rows */
	const char *split;
	/* files of fitted values (saved.h), or NULL */
	const char *apply, *save;
	int allow_constant; /* 1: a constant image is no error */
	int clip;	    /* 1: cut values off at 0 and 1 in images written */
	int threads;
	int invert; /* 1: only convert images back */
	/* images to write, if FILES has a directory */
	struct norm_files files;
	/* filled in */
	/* 1: warned that the column 'split' is missing */
	int warned;
	struct fitted_to fit[SIDES];
	/* RULE, with what was chosen in place of "auto" */
	struct fit_rule used[SIDES];
	struct messages messages;
};

/* Fills the columns of P and writes the images and the file of fitted values
 * that N asks for.  The caller releases N, also after a failure.  Fails as
 * fit_side, saved_read and norm_columns_write do, and with err_usage if CLIP is
 * 1 and no method scales to [0, 1]. */
int normalise_run(struct normalise *n, struct manifest *p, struct err *err);

void normalise_release(struct normalise *n);

#endif
