/*
 * norm_columns.h - fills a manifest's columns of normalisation, and writes
 * images that match them.
 *
 * Inside lib/norm only.
 *
 * The columns are SIDE_offset, SIDE_scale and SIDE_fit (manifest/fitted_to.h).
 * If images were written normalised, offset is 0 and scale is 1.  In this case,
 * SIDE_was_offset, SIDE_was_scale and SIDE_was_type say how to restore the
 * originals.
 */
#ifndef NORM_NORM_COLUMNS_H
#define NORM_NORM_COLUMNS_H

#include "norm/fit_side.h"

/* Writes the offsets and scales of F into P's table and rows. */
void norm_columns_set(struct manifest *p, const struct fit_side *f);

/* Writes FIT into the column SIDE_fit and into the rows of P.  FIT says which
 * images the values of SIDE were fitted to.
 *
 * Some rows keep their SIDE_fit.  The image of such a row was normalised with
 * earlier values and written before.  The row keeps its SIDE_fit if the earlier
 * values were fitted to the image itself.  It also keeps its SIDE_fit if
 * nothing was fitted this time.  The reason is that the earlier values, too,
 * are used to convert the image back. */
void norm_columns_set_fit(struct manifest *p, enum side side,
			  const struct fitted_to *fit);

/* Writes RULE into the column SIDE_rule, so that new images can be normalised
 * in the same way.  RULE is the rule by which each image of SIDE was fitted by
 * itself. */
void norm_columns_set_rule(struct manifest *p, enum side side,
			   const struct fit_rule *rule);

struct norm_files { /* the images to write */
	const char *dir;
	int cut[SIDES]; /* flag of each side; 1: limit values to [0, 1] */
	/* 1: norm_columns_undo writes float32, not the original type */
	int as_float;
	/* Number of pixels whose values were limited; filled in.
	 * norm_columns_write limits values to [0, 1], norm_columns_undo to the
	 * range of the original type. */
	uint64_t clipped;
	/* Number of images written as float32 because their original type
	 * cannot be written.  Filled in by norm_columns_undo. */
	size_t other;
};

/* Writes every image, normalised, to DIR/source or DIR/target, and makes P
 * refer to the new files.  If the values of a side are limited, the column
 * SIDE_clipped gets the number of limited pixels of each image. */
int norm_columns_write(struct manifest *p, struct norm_files *files,
		       struct err *err);

/* Writes every image of a manifest made by norm_columns_write in its original
 * units, and makes P refer to the new files. */
int norm_columns_undo(struct manifest *p, struct norm_files *files,
		      struct err *err);

#endif
