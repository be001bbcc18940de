/*
 * tiff_decode.h - what is left to do around libtiff's decoders.
 *
 * Inside lib/image only.
 *
 * A block may hold more than is wanted of it: the last one of an image often
 * does.  libtiff's Deflate by libdeflate then leaves up to 64 KB at the end
 * as they were, and says that all is well.  So the last sample is marked
 * before, and a block still marked afterwards is decoded again.
 *
 * Rows stored as differences (TIFF's predictor 2) are added up here: libtiff
 * does it as well, but takes several times as long, with Deflate a quarter of
 * the whole.
 *
 * Of brightness and two colour differences (TIFF's YCbCr) libtiff makes red,
 * green and blue, packed four bytes a pixel.
 */
#ifndef IMAGE_TIFF_DECODE_H
#define IMAGE_TIFF_DECODE_H

#include "image/tiff_page.h"

/* Marks the last sample of a block of BYTES at TO. */
void tiff_decode_mark(const struct tiff_page *p, void *to, size_t bytes);
/* 0: the last sample was written.  1: it may not have been; the mark may also
 * be what the file holds.  PREDICTOR: what libtiff undid, BIG: the file's
 * bytes come with the highest first. */
int tiff_decode_is_marked(const struct tiff_page *p, const void *to,
			  size_t bytes, unsigned predictor, int big);

/* Whether differences of P's samples can be added up here. */
int tiff_decode_can_add(const struct tiff_page *p);
/* Adds up ROWS rows of P at TO: each sample was stored as its difference from
 * that of the pixel to the left. */
void tiff_decode_add(const struct tiff_page *p, void *to, size_t rows);

/* Columns and rows of the image in the YCbCr block at X, Y. */
void tiff_decode_ycbcr_size(const struct tiff_page *p, size_t x, size_t y,
			    uint32_t *width, uint32_t *height);
/* Unpacks WIDTH x HEIGHT pixels to three samples each: a block at TO. */
void tiff_decode_ycbcr(const struct tiff_page *p, void *to, const uint32_t *px,
		       size_t width, size_t height);

#endif
