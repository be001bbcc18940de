/*
 * tiff.h - reads TIFF files as blocks of samples.
 *
 * Inside lib/image only.  Errors are err_data, or err_sys if the system fails,
 * and name the file.
 */
#ifndef IMAGE_TIFF_H
#define IMAGE_TIFF_H

#include "image/tiff_page.h"

struct tiff_link { /* one page */
	uint64_t offset;
	uint32_t width, height; /* pixels; 0: not given */
	/* 1: marked as a smaller copy of another page */
	int reduced;
	/* number of the first of a run of pages that this page belongs to;
	 * their directories say the same, except where the pixels are and what
	 * is written for people */
	size_t like;
	/* offset and size of the page's only strip; 0, 0: there may be more
	 * strips, or none */
	uint64_t strip, strip_bytes;
};

/* Loads libtiff, which selecting a page does, too. */
int tiff_load(struct err *err);

/* Opens the TIFF file PATH.  The caller closes *T.  Fails if PATH does not
 * begin like a TIFF. */
int tiff_open(struct tiff_file **t, const char *path, struct err *err);
void tiff_close(struct tiff_file *t);

/* Goes to the page whose directory is at OFFSET, and fills P, which is valid
 * until the next page is selected.  Messages call it page number PAGE.  Fails
 * if the page is damaged or of a kind that cannot be read. */
int tiff_select(struct tiff_file *t, size_t page, uint64_t offset,
		struct tiff_page *p, struct err *err);

/* Goes to the page of LINK.  If the directory says the same as that of a page
 * selected before (LINK->like), it is not read.  Then tiff_page_is_raw is 1,
 * and only tiff_raw_block may be called for P. */
int tiff_select_like(struct tiff_file *t, size_t page,
		     const struct tiff_link *link, struct tiff_page *p,
		     struct err *err);

/* Returns the ImageDescription of the current page, or "".  T owns the text. */
const char *tiff_description(struct tiff_file *t);

/* Sets *OFFSET and *BYTES to the place in the file of the strip or tile at
 * column X, row Y of SAMPLE. */
void tiff_stored(struct tiff_file *t, size_t x, size_t y, unsigned sample,
		 uint64_t *offset, uint64_t *bytes);

/* Decodes the block at column X, row Y into TO: tiff_page_rows rows (of a tile:
 * all its rows) of P->row_bytes bytes.  Samples are as stored, in the host's
 * byte order.  SAMPLE counts only if P is planar.  If tiff_page_is_raw is 1,
 * call tiff_raw_block instead.  Fails if the block is damaged or incomplete. */
int tiff_block(struct tiff_file *t, const struct tiff_page *p, size_t x,
	       size_t y, unsigned sample, void *to, struct err *err);

#endif
