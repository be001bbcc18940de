/*
 * tiff_mend.h - completes what libtiff's decoders return: finds samples they
 * did not write, adds up differences, unpacks colours.
 *
 * Inside lib/image only.
 *
 * Unwritten samples: the data of a block may decode to more bytes than are
 * asked for; the data of the last block of an image often do.  If libtiff uses
 * libdeflate, it then reports success but leaves up to 64 KB at the end of the
 * block unwritten.  So the last sample is marked before decoding.  If the mark
 * is still there afterwards, the block is decoded again.
 *
 * Differences: a row may store each sample as its difference from the one
 * before (TIFF's predictor 2).  These are added up here.  libtiff could do it,
 * but takes several times as long: with Deflate, a quarter of the whole time.
 *
 * Colours: libtiff converts brightness and two colour differences (TIFF's
 * YCbCr) to red, green and blue in four bytes a pixel.  These are unpacked
 * here.
 */
#ifndef IMAGE_TIFF_MEND_H
#define IMAGE_TIFF_MEND_H

#include "image/tiff_page.h"

/* Marks the last sample of the block of BYTES bytes at TO. */
void tiff_mend_mark(const struct tiff_page *p, void *to, size_t bytes);
/* Returns 0 if the last sample was written, or 1 if it may not have been: its
 * true value may be that of the mark.  PREDICTOR: the predictor that libtiff
 * has undone; BIG: the file is big-endian. */
int tiff_mend_is_marked(const struct tiff_page *p, const void *to, size_t bytes,
			unsigned predictor, int big);

/* Returns 1 if tiff_mend_add can add up differences of P's samples. */
int tiff_mend_can_add(const struct tiff_page *p);
/* Adds up ROWS rows of P at TO, in which each sample is stored as its
 * difference from the sample to its left. */
void tiff_mend_add(const struct tiff_page *p, void *to, size_t rows);

/* Fills in how many columns and rows of the YCbCr block at column X, row Y lie
 * inside the image. */
void tiff_mend_ycbcr_size(const struct tiff_page *p, size_t x, size_t y,
			  uint32_t *width, uint32_t *height);
/* Unpacks WIDTH x HEIGHT pixels PX into three samples each, in the block at
 * TO. */
void tiff_mend_ycbcr(const struct tiff_page *p, void *to, const uint32_t *px,
		     size_t width, size_t height);

#endif
