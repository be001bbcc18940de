/*
 * tiff_ycbcr.h - colours as brightness and two differences (TIFF's YCbCr).
 *
 * libtiff makes red, green and blue of them, packed four bytes a pixel.
 */
#ifndef IMAGE_TIFF_YCBCR_H
#define IMAGE_TIFF_YCBCR_H

#include "image/tiff.h"

/* Columns and rows of the image in the block at X, Y. */
void tiff_ycbcr_size(const struct tiff_page *p, size_t x, size_t y,
		     uint32_t *width, uint32_t *height);
/* WIDTH x HEIGHT pixels as three samples each: a block at TO. */
void tiff_ycbcr_unpack(const struct tiff_page *p, void *to, const uint32_t *px,
		       size_t width, size_t height);

#endif
