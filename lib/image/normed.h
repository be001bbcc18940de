/*
 * normed.h - a manifest's columns of normalisation, and images to match.
 *
 * Columns: SIDE_offset and SIDE_scale; in a manifest of images that have
 * been rewritten also SIDE_was_offset, SIDE_was_scale and SIDE_was_type,
 * which lead back, while offset is 0 and scale 1.
 */
#ifndef IMAGE_NORMED_H
#define IMAGE_NORMED_H

#include "image/side.h"

/* Put a fit into P's table and rows. */
void normed_set(struct pairs *p, const struct side_fit *f);

/* Write every image, normalised, to DIR/source and DIR/target, and make P
 * the manifest of those. */
int normed_write(struct pairs *p, const char *dir, struct err *err);
/* The other way, of a manifest that normed_write made.  *CLIPPED: pixels
 * that did not fit their old type. */
int normed_undo(struct pairs *p, const char *dir, uint64_t *clipped,
		struct err *err);

/* What a fit did, in sentences. */
void side_talk(struct strs *to, const struct side_fit *f,
	       const struct side_options *o);

#endif
