/*
 * tiff_write.h - an image file, written row by row.
 *
 * One sample a pixel, uncompressed strips; BigTIFF when classic TIFF's 4 GB do
 * not suffice.  A dialect's description says which page is which channel,
 * slice and frame, and how far apart these are.  The same pixels give the same
 * bytes.
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

struct tiff_new {	      /* of a file */
	size_t width, height; /* of a plane */
	enum pixel type;      /* PIXEL_U8, U16 or F32 */
	enum tiff_dialect dialect;
	/* Channels, slices and frames; 0 counts as 1.  The planes are written
	 * channel by channel, then slice by slice, then frame by frame. */
	size_t c, z, t;
	/* 1: what the planes are is not known: they are T pages, and C and Z
	 * are 1; not for TIFF_OME. */
	int of_no_kind;
	struct pixel_pitch pitch; /* of a plane */
	/* micrometres from slice to slice, seconds from frame to frame; 0: not
	 * known.  For ImageJ, SPACING is only written if PITCH is known. */
	double spacing, interval;
	const struct strs *channel; /* C names, in UTF-8; or NULL */
};

struct tiff_writer {
	struct out out;
	size_t width, left; /* left: rows still to come */
	enum pixel type;
};

int tiff_write_open(struct tiff_writer *w, const char *path,
		    const struct tiff_new *layout, struct err *err);
/* Takes ROWS x width samples of the type. */
void tiff_write_rows(struct tiff_writer *w, const void *px, size_t rows);
/* Returns 1 when a write has failed, as on a full disk: tiff_write_close will
 * report it, so no more rows are worth computing. */
int tiff_write_failed(const struct tiff_writer *w);
/* Makes the file visible if all went well; else there is none.  All rows must
 * have been written, unless tiff_write_failed.  Frees all. */
int tiff_write_close(struct tiff_writer *w, struct err *err);
void tiff_write_drop(struct tiff_writer *w); /* instead of tiff_write_close */

#endif
