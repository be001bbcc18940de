/*
 * tiff_mend.h - completes what libtiff's decoders return.
 *
 * Inside lib/image only.
 *
 * A libtiff with libdeflate may report success but leave up to 64 KB at the end
 * of a block unwritten.  So the last sample is marked before decoding.  If the
 * mark is still there afterwards, the block is decoded again.
 *
 * Differences (TIFF's predictor 2) are added up here, since libtiff takes
 * several times as long.
 *
 * libtiff gives YCbCr pixels as red, green and blue in four bytes, which are
 * unpacked here.
 */
#ifndef IMAGE_TIFF_MEND_H
#define IMAGE_TIFF_MEND_H

#include "image/tiff_page.h"

/* Marks the last sample of the block TO of BYTES bytes. */
void tiff_mend_mark(const struct tiff_page *p, void *to, size_t bytes);

/* Returns 1 if the last sample has the value of the mark, by accident or
 * because it was not written.  PREDICTOR is the predictor that libtiff has
 * undone.  BIG is 1 if the file is big-endian. */
int tiff_mend_is_marked(const struct tiff_page *p, const void *to, size_t bytes,
			unsigned predictor, int big);

/* Returns 1 if tiff_mend_add can add up the samples of P. */
int tiff_mend_can_add(const struct tiff_page *p);

/* Adds up the differences in ROWS rows of P at TO: each sample is stored as its
 * difference from the sample to its left. */
void tiff_mend_add(const struct tiff_page *p, void *to, size_t rows);

/* Sets *WIDTH and *HEIGHT to the part inside the image of the YCbCr block at
 * column X, row Y. */
void tiff_mend_ycbcr_size(const struct tiff_page *p, size_t x, size_t y,
			  uint32_t *width, uint32_t *height);

/* Unpacks WIDTH x HEIGHT pixels PX to three samples each, into the block TO. */
void tiff_mend_ycbcr(const struct tiff_page *p, void *to, const uint32_t *px,
		     size_t width, size_t height);

#endif
