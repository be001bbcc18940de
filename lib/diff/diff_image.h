/*
 * diff_image.h - compares two images.  Inside lib/diff only.
 */
#ifndef DIFF_DIFF_IMAGE_H
#define DIFF_DIFF_IMAGE_H

#include "base/buf.h"
#include "diff/diff_values.h"

/* Returns 1 if the files A and B can be compared.  Then V has the differences
 * of all pixels, and the place of the largest one is appended to WHERE.  The
 * files must be TIFFs of one size and type as xp writes them: a plane or stack,
 * uncompressed, one sample a pixel (8 or 16 bits, or a float), in this
 * machine's byte order. */
int diff_image(const struct buf *a, const struct buf *b, struct diff_values *v,
	       struct buf *where);

#endif
