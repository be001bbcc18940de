/*
 * norm_columns.h - fills a manifest's columns of normalisation, and writes
 * images that match them.  Inside lib/norm only.
 *
 * Columns: SIDE_offset, SIDE_scale and SIDE_fit (manifest/fitted_to.h).  If the
 * images have been rewritten normalised, offset is 0 and scale 1;
 * SIDE_was_offset, SIDE_was_scale and SIDE_was_type then say how to restore the
 * originals.
 */
#ifndef NORM_NORM_COLUMNS_H
#define NORM_NORM_COLUMNS_H

#include "norm/fit_side.h"

/* Puts the offsets and scales of F into P's table and rows. */
void norm_columns_set(struct manifest *p, const struct fit_side *f);
/* Puts FIT, what SIDE was fitted to, into the column SIDE_fit of P's table and
 * rows.  A row whose image was rewritten is converted back with the values of
 * that first normalisation, too.  Such a row keeps its SIDE_fit if those were
 * fitted to its own image, or if nothing was fitted this time. */
void norm_columns_set_fit(struct manifest *p, enum side side,
			  const struct fitted_to *fit);

/* Puts RULE, by which each image of SIDE was fitted by itself, into the column
 * SIDE_rule, so that others can normalise new images in the same way. */
void norm_columns_set_rule(struct manifest *p, enum side side,
			   const struct fit_rule *rule);

struct norm_files { /* the images to write */
	const char *dir;
	int cut[SIDES]; /* 1, for each side: cut values off at 0 and 1 */
	/* 1: norm_columns_undo writes float32, not the original type */
	int as_float;
	/* made: the number of pixels cut off, or, by norm_columns_undo, of
	 * those that did not fit their original type */
	uint64_t clipped;
	/* made by norm_columns_undo: the number of images written as float32
	 * because their original type cannot be written */
	size_t other;
};

/* Writes every image, normalised, to DIR/source or DIR/target, and makes P
 * refer to the files written.  If a side is cut, its column SIDE_clipped gets
 * the number of pixels that were cut off in each image. */
int norm_columns_write(struct manifest *p, struct norm_files *files,
		       struct err *err);
/* Writes every image of a manifest made by norm_columns_write in its original
 * units, and makes P refer to the files written. */
int norm_columns_undo(struct manifest *p, struct norm_files *files,
		      struct err *err);

#endif
