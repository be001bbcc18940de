/*
 * image.h - reads and writes whole planes of pixels, as floats.
 *
 * ref.h describes how a plane is named.  If a file has several planes, the name
 * must select one of them.  Otherwise reading fails, and the message says how
 * to select a plane.
 *
 * Samples are converted on reading.  If the file says that white is 0, they are
 * inverted.  Palette colours become three channels of uint16.  Palettes in
 * files of ImageJ are ignored, because they only change how grey levels are
 * displayed.  `raw` in the selection asks for samples as stored.
 */
#ifndef IMAGE_IMAGE_H
#define IMAGE_IMAGE_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "image/pixel.h"

struct image {
	size_t width, height;
	enum pixel type; /* type of the samples in the file */
	/* number of slices; HEIGHT covers all slices */
	size_t slices;
	float *px; /* height x width, row by row, owned */
	struct pixel_pitch pitch;
	const char *note; /* how samples were converted (scan_note) */
};

/* Returns 1 if the file PATH begins as an image file does, whatever its name.
 * Does not record PATH as an input of the run. */
int image_is(const char *path);

/* Fills INFO from the file's headers; reads no pixels. */
int image_info(struct image_info *info, const char *ref, struct err *err);

/* Reads the plane that REF names, as floats.  Integers above 2^24 and doubles
 * are rounded.  Pixels that are not finite are kept; callers must check for
 * them. */
int image_read(struct image *im, const char *ref, struct err *err);
void image_release(struct image *im);

/* Write PX, HEIGHT x WIDTH pixels, as TYPE (PIXEL_U8, U16 or F32).  The SLICES
 * slices of a stack lie one below the other in PX, and HEIGHT covers all of
 * them.  Each slice becomes a page.
 *
 * If TYPE is an integer type, pixels are rounded (halves to even) and limited
 * to the range of the type.  *CLIPPED, if CLIPPED is not NULL, gets the number
 * of pixels outside of this range.  If PITCH is NULL, the pitch is not known.
 * A failure leaves no file behind. */
int image_write(const char *path, const float *px, size_t width, size_t height,
		enum pixel type, const struct pixel_pitch *pitch,
		uint64_t *clipped, struct err *err);
int image_write_stack(const char *path, const float *px, size_t width,
		      size_t height, size_t slices, enum pixel type,
		      const struct pixel_pitch *pitch, uint64_t *clipped,
		      struct err *err);

#endif
