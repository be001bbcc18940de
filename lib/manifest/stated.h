/*
 * stated.h - holds what a manifest states of an image, in the columns width,
 * height, slices, source_type and target_type, against the image itself.
 */
#ifndef MANIFEST_STATED_H
#define MANIFEST_STATED_H

#include "file/tsv.h"
#include "image/pixel.h"
#include "manifest/side.h"

struct stated { /* what an image is */
	/* size of a slice, number of slices; 0: not compared */
	size_t width, height, slices;
	enum pixel type; /* of the file */
};

enum { STATED_TEXT = 32 };

/* Returns the name of the first column of ROW that states something else than
 * IS of channel K of SIDE, and sets FOUND to what IS has in its place; NULL:
 * there is none.  Cells that are empty or missing state nothing.  Sizes are
 * compared of sources only: targets must have theirs. */
const char *stated_otherwise(const struct tsv *t, size_t row, enum side side,
			     size_t k, const struct stated *is,
			     char found[STATED_TEXT]);

#endif
