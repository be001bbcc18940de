/*
 * diff_image.h - compares two images.  Inside lib/diff only.
 */
#ifndef DIFF_DIFF_IMAGE_H
#define DIFF_DIFF_IMAGE_H

#include "base/buf.h"
#include "diff/diff_values.h"

/* Returns 1 if the images A and B can be compared, otherwise 0.  Only TIFF
 * files as xp writes them can be compared: one plane or a stack, uncompressed,
 * one sample per pixel, in this machine's byte order.  So xp-log needs no image
 * library.  Images of different size or type cannot be compared.  A and B are
 * the contents of the two files.  With 1, V has the differences of all pixels,
 * and WHERE names the pixel that differs most. */
int diff_image(const struct buf *a, const struct buf *b, struct diff_values *v,
	       struct buf *where);

#endif
