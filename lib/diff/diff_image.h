/*
 * diff_image.h - two images.  Inside lib/diff only.
 */
#ifndef DIFF_DIFF_IMAGE_H
#define DIFF_DIFF_IMAGE_H

#include "base/buf.h"
#include "diff/diff_values.h"

/* Compare the images A and B, pixel by pixel.  Reads what xp writes, TIFF of
 * one plane or a stack that is not compressed, one sample a pixel, in this
 * machine's byte order; so xp-log needs no image library.  1: V is filled and
 * WHERE names the worst pixel; 0: one is no such image, or they differ in
 * size or type. */
int diff_image(const struct buf *a, const struct buf *b, struct diff_values *v,
	       struct buf *where);

#endif
