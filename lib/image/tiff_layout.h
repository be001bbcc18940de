/*
 * tiff_layout.h - the sizes of a page's blocks, checked before any is read.
 */
#ifndef IMAGE_TIFF_LAYOUT_H
#define IMAGE_TIFF_LAYOUT_H

#include "image/tiff.h"

/* Complete P, whose layout is TIFF_STRIPS or TIFF_TILES: blocks are WIDTH
 * pixels wide and ROWS high; libtiff takes a row to be ROW bytes. */
int tiff_layout_page(const struct tiff_file *t, struct tiff_page *p,
		     size_t width, size_t rows, uint64_t row, struct err *err);

/* Whether memory for WHAT, ROWS of ROW bytes, may be taken: no more than
 * MOST, or no more than the file could well hold. */
int tiff_layout_room(const struct tiff_file *t, const char *what, uint64_t row,
		     uint64_t rows, uint64_t most, struct err *err);

/* What samples of BITS in TIFF's sample FORMAT (1: unsigned, 2: signed, 3:
 * real, 4: not said) are unpacked to; PIXEL_NONE: nothing we know. */
enum pixel tiff_layout_type(unsigned format, unsigned bits);

#endif
