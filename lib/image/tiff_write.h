/*
 * tiff_write.h - writes an image file row by row, uncompressed, with one sample
 * a pixel.
 *
 * A file above 4 GB is a BigTIFF, except an ImageJ stack whose first page fits
 * into a classic TIFF.  Such a stack has one directory, and the pixels of the
 * other pages follow those of the first, as ImageJ itself writes them.  A
 * description in the dialect says which page is which channel, slice and frame,
 * and how far they are apart.  The same pixels give the same bytes.
 */
#ifndef IMAGE_TIFF_WRITE_H
#define IMAGE_TIFF_WRITE_H

#include "base/strs.h"
#include "file/out.h"
#include "image/pixel.h"

enum tiff_dialect {
	TIFF_IMAGEJ, /* a single plane has no description */
	TIFF_OME,
};

struct tiff_new {
	size_t width, height; /* size of a plane */
	enum pixel type;      /* PIXEL_U8, PIXEL_U16 or PIXEL_F32 */
	enum tiff_dialect dialect;
	/* Numbers of channels, slices and frames; 0 counts as 1.  The channel
	 * varies fastest. */
	size_t c, z, t;
	/* 1: it is not known what the pages are.  T is then their number, C and
	 * Z are 0 or 1, and the dialect is TIFF_IMAGEJ. */
	int of_no_kind;
	struct pixel_pitch pitch;
	/* Micrometres from slice to slice, seconds from frame to frame; 0:
	 * unknown.  TIFF_IMAGEJ writes SPACING only with a known PITCH. */
	double spacing, interval;
	/* names of the C channels, in UTF-8, or NULL */
	const struct strs *channel;
};

struct tiff_writer {
	struct out out;
	size_t width, left; /* pixels in a row, and rows still to come */
	enum pixel type;
};

/* Begins the file PATH.  The caller ends it with tiff_write_close or
 * tiff_write_drop.  Fails with err_sys. */
int tiff_write_open(struct tiff_writer *w, const char *path,
		    const struct tiff_new *layout, struct err *err);

/* Writes the next ROWS rows of pixels, of the type in the layout, from top to
 * bottom of each page. */
void tiff_write_rows(struct tiff_writer *w, const void *px, size_t rows);

/* Returns 1 if a write has failed, so that more rows are in vain.
 * tiff_write_close reports the failure. */
int tiff_write_failed(const struct tiff_writer *w);

/* Completes the file and frees W's memory.  All rows must have been written.
 * Fails with err_sys if a write has failed, or as out_commit does, and leaves
 * no file behind. */
int tiff_write_close(struct tiff_writer *w, struct err *err);

/* Frees W's memory and leaves no file behind. */
void tiff_write_drop(struct tiff_writer *w);

#endif
