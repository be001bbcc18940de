/*
 * tiff_write.h - an image file, written row by row.
 *
 * One page a slice, one sample a pixel, uncompressed strips; BigTIFF when
 * classic TIFF's 4 GB do not suffice.  Slices are described as ImageJ does.
 * The same pixels give the same bytes.
 */
#ifndef IMAGE_TIFF_WRITE_H
#define IMAGE_TIFF_WRITE_H

#include "file/out.h"
#include "image/pixel.h"

struct tiff_writer {
	struct out out;
	size_t width, left; /* left: rows still to come */
	enum pixel type;
};

/* HEIGHT: of all SLICES.  TYPE: PIXEL_U8, U16, or F32.  A PITCH that is
 * known (NULL: it is not) goes into the resolution tags, as pixels a
 * centimetre. */
int tiff_write_open(struct tiff_writer *w, const char *path, size_t width,
		    size_t height, size_t slices, enum pixel type,
		    const struct pixel_pitch *pitch, struct err *err);
/* ROWS x width samples of the type. */
void tiff_write_rows(struct tiff_writer *w, const void *px, size_t rows);
/* Makes the file visible if all went well; else there is none.  All rows must
 * have been written.  Frees all. */
int tiff_write_close(struct tiff_writer *w, struct err *err);
void tiff_write_drop(struct tiff_writer *w); /* instead of tiff_write_close */

#endif
