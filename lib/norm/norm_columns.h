/*
 * norm_columns.h - fills a manifest's columns of normalisation, and writes
 * images that match them.
 *
 * Inside lib/norm only.
 *
 * The columns are SIDE_offset, SIDE_scale and SIDE_fit (manifest/fitted_to.h).
 * If images were written normalised, offset is 0 and scale is 1.  Then
 * SIDE_was_offset, SIDE_was_scale and SIDE_was_type say how to restore the
 * originals.
 */
#ifndef NORM_NORM_COLUMNS_H
#define NORM_NORM_COLUMNS_H

#include "norm/fit_side.h"

/* Writes the offsets and scales of F into P's table and rows. */
void norm_columns_set(struct manifest *p, const struct fit_side *f);
/* Writes FIT, which says what SIDE was fitted to, into the column SIDE_fit and
 * the rows of P.
 *
 * A row keeps its SIDE_fit in one case: its image was written normalised
 * before, and either those first values were fitted to the image itself, or
 * nothing was fitted this time.  Such an image is converted back with the first
 * values, too. */
void norm_columns_set_fit(struct manifest *p, enum side side,
			  const struct fitted_to *fit);

/* Writes RULE, by which each image of SIDE was fitted by itself, into the
 * column SIDE_rule, so that new images can be normalised in the same way. */
void norm_columns_set_rule(struct manifest *p, enum side side,
			   const struct fit_rule *rule);

struct norm_files { /* the images to write */
	const char *dir;
	int cut[SIDES]; /* for each side; 1: limit values to [0, 1] */
	/* 1: norm_columns_undo writes float32, not the original type */
	int as_float;
	/* filled in: the number of pixels whose values were limited to [0, 1]
	 * or, by norm_columns_undo, to the range of the original type */
	uint64_t clipped;
	/* filled in by norm_columns_undo: the number of images written as
	 * float32, because their original type cannot be written */
	size_t other;
};

/* Writes every image, normalised, to DIR/source or DIR/target, and makes P
 * refer to the new files.  If the values of a side are limited, writes into its
 * column SIDE_clipped how many pixels of each image were. */
int norm_columns_write(struct manifest *p, struct norm_files *files,
		       struct err *err);
/* Writes every image of a manifest made by norm_columns_write in its original
 * units, and makes P refer to the new files. */
int norm_columns_undo(struct manifest *p, struct norm_files *files,
		      struct err *err);

#endif
