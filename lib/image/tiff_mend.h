/*
 * tiff_mend.h - mends what libtiff's decoders leave: samples not written,
 * differences not added up, packed colours.
 *
 * Inside lib/image only.
 *
 * A block's data may decode to more than is asked for; those of an image's last
 * block often do.  If libtiff uses libdeflate, it then reports success but
 * leaves up to 64 KB at the end of the block unwritten.  So the last sample is
 * marked before decoding, and a block that still has the mark afterwards is
 * decoded again.
 *
 * Rows stored as differences (TIFF's predictor 2) are added up here: libtiff
 * could do it, but takes several times as long (with Deflate, a quarter of the
 * whole time).
 *
 * libtiff converts brightness and two colour differences (TIFF's YCbCr) to red,
 * green and blue, packed into four bytes a pixel; they are unpacked here.
 */
#ifndef IMAGE_TIFF_MEND_H
#define IMAGE_TIFF_MEND_H

#include "image/tiff_page.h"

/* Marks the last sample of a block of BYTES at TO. */
void tiff_mend_mark(const struct tiff_page *p, void *to, size_t bytes);
/* Returns 0 if the last sample was written, 1 if it may not have been (the file
 * may contain the very value of the mark).  PREDICTOR: the one that libtiff has
 * undone; BIG: the file is big-endian. */
int tiff_mend_is_marked(const struct tiff_page *p, const void *to, size_t bytes,
			unsigned predictor, int big);

/* Returns 1 if tiff_mend_add can add up differences of P's samples. */
int tiff_mend_can_add(const struct tiff_page *p);
/* Adds up ROWS rows of P at TO, in which each sample is stored as its
 * difference from that of the pixel to its left. */
void tiff_mend_add(const struct tiff_page *p, void *to, size_t rows);

/* Fills in how many columns and rows of the YCbCr block at X, Y lie inside the
 * image. */
void tiff_mend_ycbcr_size(const struct tiff_page *p, size_t x, size_t y,
			  uint32_t *width, uint32_t *height);
/* Unpacks WIDTH x HEIGHT pixels PX, three samples each, into the block at
 * TO. */
void tiff_mend_ycbcr(const struct tiff_page *p, void *to, const uint32_t *px,
		     size_t width, size_t height);

#endif
