/*
 * tiff.h - TIFF files, read as blocks of samples.
 *
 * Inside lib/image only.  Others use image.h and scan.h.  A file is taken to
 * lie about its sizes until its data have been read.
 */
#ifndef IMAGE_TIFF_H
#define IMAGE_TIFF_H

#include "image/tiff_page.h"

/* Opens PATH, which must begin as a TIFF file does.  Fills *T; the caller
 * closes it.  Errors name the file. */
int tiff_open(struct tiff_file **t, const char *path, struct err *err);
void tiff_close(struct tiff_file *t);

/* Whether PATH can be opened and begins as a TIFF file does. */
int tiff_is(const char *path);

/* Goes to the directory at OFFSET, which is called PAGE in messages, and
 * describes it.  What was true of the page before is void. */
int tiff_select(struct tiff_file *t, size_t page, uint64_t offset,
		struct tiff_page *p, struct err *err);
/* The current page's ImageDescription, "" if it has none; T owns it. */
const char *tiff_description(struct tiff_file *t);
/* Where the strip or tile that holds column X, row Y of SAMPLE lies in the
 * file. */
void tiff_stored(struct tiff_file *t, size_t x, size_t y, unsigned sample,
		 uint64_t *offset, uint64_t *bytes);
/* Decodes the block at column X, row Y (multiples of the block's size) of
 * SAMPLE (used when planar) into TO: tiff_page_rows() rows (tiles: all) of
 * row_bytes, samples as stored, in the host's byte order.  Not for
 * TIFF_RAW. */
int tiff_block(struct tiff_file *t, const struct tiff_page *p, size_t x,
	       size_t y, unsigned sample, void *to, struct err *err);

#endif
