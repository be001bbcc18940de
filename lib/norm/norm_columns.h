/*
 * norm_columns.h - a manifest's columns of normalisation, and images to match.
 *
 * Columns: SIDE_offset and SIDE_scale; in a manifest of images that have
 * been rewritten also SIDE_was_offset, SIDE_was_scale and SIDE_was_type,
 * which lead back, while offset is 0 and scale 1.
 */
#ifndef NORM_NORM_COLUMNS_H
#define NORM_NORM_COLUMNS_H

#include "norm/fit_side.h"

/* Put a fit into P's table and rows. */
void norm_columns_set(struct manifest *p, const struct fit_side *f);

struct rewrite_how {
	const char *dir;
	int cut[2];	  /* cut each side off at 0 and 1 */
	int as_float;	  /* norm_columns_undo: float32, not the old type */
	uint64_t clipped; /* made: pixels cut off, or, by norm_columns_undo,
				   that did not fit their old type */
	size_t other;	  /* made by norm_columns_undo: images whose old type
				   is not written, but float32 */
};

/* Write every image, normalised, to DIR/source and DIR/target, and make P
 * the manifest of those.  The column SIDE_clipped of a side that is cut
 * has the number of pixels of each image. */
int norm_columns_write(struct manifest *p, struct rewrite_how *how,
		       struct err *err);
/* The other way, of a manifest that norm_columns_write made. */
int norm_columns_undo(struct manifest *p, struct rewrite_how *how,
		      struct err *err);

/* A sentence when float32 does not tell normalised values apart. */
void fit_text_warn(struct strs *to, const struct fit_side *f);
/* What a fit did, in sentences. */
void fit_text_tell(struct strs *to, const struct fit_side *f,
		   const struct fit_options *o);

#endif
