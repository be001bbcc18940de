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

struct normed_how {
	const char *dir;
	int cut[2];		/* cut each side off at 0 and 1 */
	int as_float;		/* normed_undo: float32, not the old type */
	uint64_t clipped;	/* made: pixels cut off, or, by normed_undo,
				   that did not fit their old type */
	size_t other;		/* made by normed_undo: images whose old type
				   is not written, but float32 */
};

/* Write every image, normalised, to DIR/source and DIR/target, and make P
 * the manifest of those.  The column SIDE_clipped of a side that is cut
 * has the number of pixels of each image. */
int normed_write(struct pairs *p, struct normed_how *how, struct err *err);
/* The other way, of a manifest that normed_write made. */
int normed_undo(struct pairs *p, struct normed_how *how, struct err *err);

/* A sentence when float32 does not tell normalised values apart. */
void side_warn(struct strs *to, const struct side_fit *f);
/* What a fit did, in sentences. */
void side_talk(struct strs *to, const struct side_fit *f,
	       const struct side_options *o);

#endif
