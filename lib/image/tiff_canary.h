/*
 * tiff_canary.h - whether a decoder wrote all of a block.
 *
 * A block may hold more than is wanted of it: the last one of an image
 * often does.  libtiff's Deflate by libdeflate then leaves up to 64 KB at
 * the end as they were, and says that all is well.  So the last sample is
 * marked before, and what is still marked afterwards is decoded again.
 */
#ifndef IMAGE_TIFF_CANARY_H
#define IMAGE_TIFF_CANARY_H

#include "image/tiff.h"

/* Mark the last sample of a block of BYTES at TO. */
void tiff_canary_set(const struct tiff_page *p, void *to, size_t bytes);
/* 0: it was written.  1: it may not have been; the mark may also be what
 * the file holds.  PREDICTOR: what libtiff undid, BIG: the file's bytes
 * come with the highest first. */
int tiff_canary_is_left(const struct tiff_page *p, const void *to, size_t bytes,
			unsigned predictor, int big);

#endif
