/*
 * tiff.h - reads TIFF files as blocks of samples.
 *
 * Inside lib/image only.  Others use image.h and scan.h.  The sizes in the
 * headers of a file are not trusted until the file's data have been read.
 */
#ifndef IMAGE_TIFF_H
#define IMAGE_TIFF_H

#include "image/tiff_page.h"

struct tiff_link { /* a page, as the directories of a file tell of it */
	uint64_t offset;
	uint32_t width, height; /* size in pixels; 0: not given */
	/* 1: marked as a smaller copy of another page */
	int reduced;
	/* number of the first of a run of pages that this page belongs
	 * to; their directories say the same, except where the pixels
	 * are and what is written for people */
	size_t like;
	/* offset and size of the page's only strip; 0, 0: there may be
	 * more strips, or none */
	uint64_t strip, strip_bytes;
};

/* Opens the TIFF file PATH.  The caller closes *T.  Fails with err_data if PATH
 * does not begin like a TIFF.  Errors name the file. */
int tiff_open(struct tiff_file **t, const char *path, struct err *err);
void tiff_close(struct tiff_file *t);

/* Goes to the page whose directory is at OFFSET, and fills P with its
 * description.  Messages call it page number PAGE.  The description of the page
 * before is no longer valid. */
int tiff_select(struct tiff_file *t, size_t page, uint64_t offset,
		struct tiff_page *p, struct err *err);

/* Goes to the page of LINK.  Does not read its directory if this says the
 * same as that of a page selected before.  Then tiff_page_is_raw is 1, and only
 * pixels can be read, by tiff_raw_block. */
int tiff_select_like(struct tiff_file *t, size_t page,
		     const struct tiff_link *link, struct tiff_page *p,
		     struct err *err);

/* Returns the ImageDescription of the current page, or "".  T owns the text. */
const char *tiff_description(struct tiff_file *t);

/* Sets *OFFSET and *BYTES to the place in the file of the strip or tile with
 * column X, row Y of SAMPLE. */
void tiff_stored(struct tiff_file *t, size_t x, size_t y, unsigned sample,
		 uint64_t *offset, uint64_t *bytes);

/* Decodes the block whose first pixel is at column X, row Y into TO:
 * tiff_page_rows() rows (of a tile: all its rows) of P->row_bytes bytes.
 * Samples are as stored, in the host's byte order.  SAMPLE counts only if P is
 * planar.  For pages of layout TIFF_RAW use tiff_raw_block. */
int tiff_block(struct tiff_file *t, const struct tiff_page *p, size_t x,
	       size_t y, unsigned sample, void *to, struct err *err);

#endif
