/*
 * diff_image.h - compares two images.  Inside lib/diff only.
 */
#ifndef DIFF_DIFF_IMAGE_H
#define DIFF_DIFF_IMAGE_H

#include "base/buf.h"
#include "diff/diff_values.h"

/* Compare the contents A and B of two image files, pixel by pixel.  This reads
 * only TIFF files as xp writes them: one plane or a stack, uncompressed, one
 * sample per pixel, in this machine's byte order.  So xp-log needs no image
 * library.  Returns 1 with V filled and the pixel that differs most in WHERE,
 * or 0 when one is not such a file or when they differ in size or type. */
int diff_image(const struct buf *a, const struct buf *b, struct diff_values *v,
	       struct buf *where);

#endif
