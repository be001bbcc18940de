/*
 * tiff_write.h - writes an image file row by row.
 *
 * A pixel has one sample; strips are not compressed.  The file is a BigTIFF if
 * it needs more than 4 GB.  A description, in a dialect of the caller's choice,
 * says which page is which channel, slice and frame, and how far apart these
 * are.  The same pixels give the same bytes.
 */
#ifndef IMAGE_TIFF_WRITE_H
#define IMAGE_TIFF_WRITE_H

#include "base/strs.h"
#include "file/out.h"
#include "image/pixel.h"

enum tiff_dialect {
	TIFF_IMAGEJ, /* no description for a single plane */
	TIFF_OME,
};

struct tiff_new {	      /* a file to be written */
	size_t width, height; /* size of a plane */
	enum pixel type;      /* PIXEL_U8, U16 or F32 */
	enum tiff_dialect dialect;
	/* Numbers of channels, slices and frames; 0 counts as 1.  The channel
	 * varies fastest in the file, then the slice, then the frame. */
	size_t c, z, t;
	/* 1: it is not known what the planes are: T is the number of pages, C
	 * and Z are 1; not for TIFF_OME */
	int of_no_kind;
	struct pixel_pitch pitch; /* of a plane */
	/* Micrometres from slice to slice and seconds from frame to frame; 0:
	 * unknown.  In TIFF_IMAGEJ, SPACING is written only if PITCH is
	 * known. */
	double spacing, interval;
	const struct strs *channel; /* C names, in UTF-8; or NULL */
};

struct tiff_writer {
	struct out out;
	size_t width, left; /* left: number of rows still to come */
	enum pixel type;
};

int tiff_write_open(struct tiff_writer *w, const char *path,
		    const struct tiff_new *layout, struct err *err);
/* Writes ROWS rows, of samples of the type. */
void tiff_write_rows(struct tiff_writer *w, const void *px, size_t rows);
/* Returns 1 if a write has failed, for example because the disk is full.
 * tiff_write_close will report it; the caller need not compute more rows. */
int tiff_write_failed(const struct tiff_writer *w);
/* Gives the file its name if all went well; otherwise leaves none.  All rows
 * must have been written, unless tiff_write_failed returns 1.  Frees W's memory
 * in any case. */
int tiff_write_close(struct tiff_writer *w, struct err *err);
/* Ends without leaving a file; called instead of tiff_write_close. */
void tiff_write_drop(struct tiff_writer *w);

#endif
