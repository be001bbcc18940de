/*
 * tiff_mend.h - completes what libtiff's decoders return: finds unwritten
 * samples, adds up differences, unpacks colours.
 *
 * Inside lib/image only.
 *
 * Unwritten samples: the data of a block may decode to more bytes than the
 * caller asks for.  This is often so for the last block of an image.  A libtiff
 * with libdeflate then reports success, but leaves up to 64 KB at the end of
 * the block unwritten.  So the last sample is marked before decoding.  If the
 * mark is still there afterwards, the block is decoded again.
 *
 * Differences: a row may store each sample as its difference from the sample
 * before (TIFF's predictor 2).  The differences are added up here. libtiff
 * could add them up, but would take several times as long.  With Deflate, this
 * would be a quarter of the whole time.
 *
 * Colours: libtiff converts brightness and two colour differences (TIFF's
 * YCbCr) to red, green and blue in four bytes a pixel.  The four bytes are
 * unpacked here.
 */
#ifndef IMAGE_TIFF_MEND_H
#define IMAGE_TIFF_MEND_H

#include "image/tiff_page.h"

/* Marks the last sample of the block of BYTES bytes at TO. */
void tiff_mend_mark(const struct tiff_page *p, void *to, size_t bytes);

/* Returns 0 if the last sample was written.  Returns 1 if the sample still has
 * the value of the mark.  In this case it was not written, or its true value is
 * the same.  PREDICTOR is the predictor that libtiff has undone.  BIG is 1 if
 * the file is big-endian. */
int tiff_mend_is_marked(const struct tiff_page *p, const void *to, size_t bytes,
			unsigned predictor, int big);

/* Returns 1 if tiff_mend_add can add up differences of P's samples. */
int tiff_mend_can_add(const struct tiff_page *p);

/* Adds up the differences in ROWS rows of P at TO.  Each sample in these rows
 * is stored as its difference from the sample to its left. */
void tiff_mend_add(const struct tiff_page *p, void *to, size_t rows);

/* Fills *WIDTH and *HEIGHT with how many columns and rows of a YCbCr block lie
 * inside the image.  The block begins at column X, row Y. */
void tiff_mend_ycbcr_size(const struct tiff_page *p, size_t x, size_t y,
			  uint32_t *width, uint32_t *height);

/* Unpacks each of the WIDTH x HEIGHT pixels PX into three samples.  The samples
 * go into the block at TO. */
void tiff_mend_ycbcr(const struct tiff_page *p, void *to, const uint32_t *px,
		     size_t width, size_t height);

#endif
