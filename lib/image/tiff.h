/*
 * tiff.h - reads TIFF files as blocks of samples.
 *
 * Inside lib/image only.  Others use image.h and scan.h.  The sizes in the
 * headers of a file are not trusted until the file's data have been read.
 */
#ifndef IMAGE_TIFF_H
#define IMAGE_TIFF_H

#include "image/tiff_page.h"

/* Opens PATH and fills *T.  The caller closes *T.  Fails if PATH does not begin
 * as a TIFF file does.  Errors name the file. */
int tiff_open(struct tiff_file **t, const char *path, struct err *err);
void tiff_close(struct tiff_file *t);

/* Returns 1 if PATH can be opened and begins as a TIFF file does. */
int tiff_is(const char *path);

/* Makes the page with its directory at OFFSET the current page.  Fills P with
 * the description of the page.  Messages call the page number PAGE.  The
 * description of the previous page becomes invalid. */
int tiff_select(struct tiff_file *t, size_t page, uint64_t offset,
		struct tiff_page *p, struct err *err);

/* Returns the ImageDescription of the current page, or "" if there is none.  T
 * owns the text. */
const char *tiff_description(struct tiff_file *t);

/* Finds the strip or tile that contains column X, row Y of SAMPLE.  Fills
 * *OFFSET with its offset in the file and *BYTES with its size. */
void tiff_stored(struct tiff_file *t, size_t x, size_t y, unsigned sample,
		 uint64_t *offset, uint64_t *bytes);

/* Decodes the block at column X, row Y into TO.  X and Y are multiples of the
 * block's width and height.  TO gets tiff_page_rows() rows (for tiles, all rows
 * of the tile) of P->row_bytes bytes each.  Samples are as stored, in the
 * host's byte order.  SAMPLE is used only if P is planar.
 *
 * Not for pages of layout TIFF_RAW; call tiff_raw_block for these. */
int tiff_block(struct tiff_file *t, const struct tiff_page *p, size_t x,
	       size_t y, unsigned sample, void *to, struct err *err);

#endif
