/*
 * norm_columns.h - fills a manifest's columns of normalisation, and writes
 * images that match them.
 *
 * Inside lib/norm only.  The columns are SIDE_offset, SIDE_scale and SIDE_fit
 * (manifest/fitted_to.h).  When normalised images are written, the offset
 * becomes 0 and the scale 1; SIDE_was_offset, SIDE_was_scale and SIDE_was_type
 * tell how to get the originals back.
 */
#ifndef NORM_NORM_COLUMNS_H
#define NORM_NORM_COLUMNS_H

#include "norm/fit_side.h"

/* Sets offset and scale of F's channel of each row of P to those of F.  The
 * columns have those of all channels after the last of them. */
void norm_columns_set(struct manifest *p, const struct fit_side *f);

/* Sets SIDE_fit of each row of P to FIT, what the values of SIDE were fitted
 * to.
 *
 * A row whose image was written normalised before is converted back with
 * earlier values, too.  Such a row keeps its SIDE_fit if these values were
 * fitted to the image itself, or if nothing was fitted this time. */
void norm_columns_set_fit(struct manifest *p, enum side side,
			  const struct fitted_to *fit);

/* Sets the column SIDE_rule to RULE, by which each image of SIDE was fitted by
 * itself, so that new images can be normalised in the same way. */
void norm_columns_set_rule(struct manifest *p, enum side side,
			   const struct fit_rule *rule);

struct norm_files { /* the images to write */
	const char *dir;
	int cut[SIDES]; /* 1: limit values of this side to [0, 1] */
	/* 1: norm_columns_undo writes float32, not the original type */
	int as_float;
	/* filled in: pixels that norm_columns_write limited to [0, 1], or
	 * norm_columns_undo to the range of the original type */
	uint64_t clipped;
	/* filled in by norm_columns_undo: images written as float32 because
	 * their original type cannot be written */
	size_t other;
};

/* Writes every image, normalised, to DIR/source or DIR/target, and makes P name
 * the new files.  If values of a side are limited, the column SIDE_clipped gets
 * the number of such pixels of each image.  Fails with err_usage if DIR is
 * empty or a file would overwrite its image; errors about images name the
 * row. */
int norm_columns_write(struct manifest *p, struct norm_files *files,
		       struct err *err);

/* Writes every image of a manifest from norm_columns_write in its original
 * units, and makes P name the new files.  Fails with err_data if P is not such
 * a manifest, and as norm_columns_write does. */
int norm_columns_undo(struct manifest *p, struct norm_files *files,
		      struct err *err);

#endif
