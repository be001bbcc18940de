/*
 * tiff.h - reads TIFF files as blocks of samples.
 *
 * Inside lib/image only.  Others use image.h and scan.h.  The sizes in a file's
 * headers are not trusted until its data have been read.
 */
#ifndef IMAGE_TIFF_H
#define IMAGE_TIFF_H

#include "image/tiff_page.h"

/* Opens PATH, which must begin as a TIFF file does.  Fills *T; the caller
 * closes it.  Errors name the file. */
int tiff_open(struct tiff_file **t, const char *path, struct err *err);
void tiff_close(struct tiff_file *t);

/* Returns 1 if PATH can be opened and begins as a TIFF file does. */
int tiff_is(const char *path);

/* Makes the page with its directory at OFFSET the current page and fills P with
 * its description.  Messages call it page number PAGE.  The description of the
 * previous page becomes invalid. */
int tiff_select(struct tiff_file *t, size_t page, uint64_t offset,
		struct tiff_page *p, struct err *err);
/* Returns the ImageDescription of the current page, "" if it has none; T owns
 * it. */
const char *tiff_description(struct tiff_file *t);
/* Fills *OFFSET and *BYTES with where in the file the strip or tile is that
 * contains column X, row Y of SAMPLE. */
void tiff_stored(struct tiff_file *t, size_t x, size_t y, unsigned sample,
		 uint64_t *offset, uint64_t *bytes);
/* Decodes the block at column X, row Y (multiples of the block's size) into TO:
 * tiff_page_rows() rows of row_bytes each (for tiles, all rows of the tile).
 * Samples are as stored, in the host's byte order.  SAMPLE counts only if P is
 * planar.  Not for pages of layout TIFF_RAW, for which there is
 * tiff_raw_block. */
int tiff_block(struct tiff_file *t, const struct tiff_page *p, size_t x,
	       size_t y, unsigned sample, void *to, struct err *err);

#endif
