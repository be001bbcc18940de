/*
 * norm_columns.h - a manifest's columns of normalisation, and images that
 * agree with them.  Inside lib/norm only.
 *
 * Columns: SIDE_offset, SIDE_scale and SIDE_fit (manifest/fitted_to.h).  In a
 * manifest of images that have been rewritten offset is 0 and scale 1, and
 * SIDE_was_offset, SIDE_was_scale and SIDE_was_type lead back to the original.
 */
#ifndef NORM_NORM_COLUMNS_H
#define NORM_NORM_COLUMNS_H

#include "norm/fit_side.h"

/* Put the values of F into P's table and rows. */
void norm_columns_set(struct manifest *p, const struct fit_side *f);
/* Put what SIDE was fitted to into the column SIDE_fit of P's table and
 * rows.  A rewritten row is turned back by its first values, too: it keeps
 * what these were fitted to if that is its own image, or if nothing was
 * fitted now. */
void norm_columns_set_fit(struct manifest *p, enum side side,
			  const struct fitted_to *fit);

/* Put the rule that each image of SIDE was fitted by itself by into the column
 * SIDE_rule, for others to do the same to new images. */
void norm_columns_set_rule(struct manifest *p, enum side side,
			   const struct norm_rule *rule);

struct norm_files { /* that are written */
	const char *dir;
	int cut[SIDES];	  /* of each side: cut values off at 0 and 1 */
	int as_float;	  /* norm_columns_undo: float32, not the old type */
	uint64_t clipped; /* made: pixels cut off, or, by norm_columns_undo,
				   that did not fit their old type */
	size_t other;	  /* made by norm_columns_undo: images whose old type
				   is not written, but float32 */
};

/* Write every image, normalised, to DIR/source and DIR/target, and change P
 * to name those.  If a side is cut, its column SIDE_clipped gets the number
 * of pixels that were cut off in each image. */
int norm_columns_write(struct manifest *p, struct norm_files *files,
		       struct err *err);
/* Write every image of a manifest that norm_columns_write made back in its
 * original units, and change P to name those. */
int norm_columns_undo(struct manifest *p, struct norm_files *files,
		      struct err *err);

#endif
