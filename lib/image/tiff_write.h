/*
 * tiff_write.h - writes an image file row by row.
 *
 * A pixel has one sample.  Strips are not compressed.  The file is a BigTIFF if
 * it needs more than 4 GB.  The caller chooses a dialect.  In this dialect, a
 * description in the file says which page is which channel, slice and frame,
 * and gives the distances between pixels, slices and frames.  The same pixels
 * give the same bytes.
 */
#ifndef IMAGE_TIFF_WRITE_H
#define IMAGE_TIFF_WRITE_H

#include "base/strs.h"
#include "file/out.h"
#include "image/pixel.h"

enum tiff_dialect {
	TIFF_IMAGEJ, /* a single plane gets no description */
	TIFF_OME,
};

struct tiff_new {	      /* a file to be written */
	size_t width, height; /* size of a plane */
	enum pixel type;      /* PIXEL_U8, PIXEL_U16 or PIXEL_F32 */
	enum tiff_dialect dialect;
	/* Numbers of channels, slices and frames; 0 counts as 1.  The channel
	 * varies fastest in the file, then the slice, then the frame. */
	size_t c, z, t;
	/* 1: it is not known what the pages are.  T is then the number of
	 * pages, and C and Z are 1.  TIFF_OME does not allow this. */
	int of_no_kind;
	struct pixel_pitch pitch; /* pitch of the pixels */
	/* Micrometres from slice to slice, and seconds from frame to frame; 0:
	 * unknown.  TIFF_IMAGEJ writes SPACING only if PITCH is known. */
	double spacing, interval;
	/* names of the C channels, in UTF-8, or NULL */
	const struct strs *channel;
};

struct tiff_writer {
	struct out out;
	size_t width, left; /* pixels in a row, and rows still to come */
	enum pixel type;
};

int tiff_write_open(struct tiff_writer *w, const char *path,
		    const struct tiff_new *layout, struct err *err);

/* Writes the next ROWS rows.  PX has samples of the type in the layout. */
void tiff_write_rows(struct tiff_writer *w, const void *px, size_t rows);

/* Returns 1 if a write has failed, for example because the disk is full.  The
 * caller need not compute more rows then.  tiff_write_close reports the
 * failure. */
int tiff_write_failed(const struct tiff_writer *w);

/* Gives the file its name.  If anything has failed, fails and leaves no file
 * behind.  All rows must have been written, unless tiff_write_failed returns 1.
 * Frees W's memory in any case. */
int tiff_write_close(struct tiff_writer *w, struct err *err);

/* Frees W's memory and leaves no file behind.  Call it instead of
 * tiff_write_close. */
void tiff_write_drop(struct tiff_writer *w);

#endif
