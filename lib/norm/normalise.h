/*
 * normalise.h - normalises a manifest.  It fits both sides, or applies offsets
 * and scales that were fitted before, or converts images back to their original
 * units.
 */
#ifndef NORM_NORMALISE_H
#define NORM_NORMALISE_H

#include "base/messages.h"
#include "manifest/fitted_to.h"
#include "norm/norm_columns.h"

struct normalise {
	/* given */
	struct fit_rule rule[SIDES];
	/* split of the rows fitted to; NULL: all rows */
	const char *split;
	/* paths of files of fitted values (saved.h), or NULL */
	const char *apply, *save;
	int allow_constant, clip, threads;
	int invert; /* 1: only convert images back (norm_columns_undo) */
	/* images to write; none if FILES has no directory */
	struct norm_files files;
	/* filled in */
	/* 1: a warning about the missing column 'split' was given */
	int warned;
	struct fitted_to fit[SIDES];
	/* copy of RULE, with "auto" replaced by what was chosen */
	struct fit_rule used[SIDES];
	struct messages messages;
};

/* Fills the columns of P.  If N asks for them, also writes the images and the
 * file of fitted values. */
int normalise_run(struct normalise *n, struct manifest *p, struct err *err);

/* Frees N's memory; called also if normalise_run failed. */
void normalise_release(struct normalise *n);

#endif
