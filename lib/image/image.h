/*
 * image.h - reads and writes whole planes of pixels, as floats.
 *
 * ref.h says how a plane is named.  A file with several planes and no
 * selection is an error that says how to select.
 *
 * If the file says that white is 0, samples are inverted.  A palette's colours
 * become three channels of uint16, but not in files of ImageJ, where a palette
 * only changes how grey levels are displayed.  `raw` in the selection asks for
 * samples as stored.
 */
#ifndef IMAGE_IMAGE_H
#define IMAGE_IMAGE_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "image/image_info.h"

struct image {
	size_t width, height;
	enum pixel type; /* of the file */
	/* 1 but for stacks, whose height is that of all slices */
	size_t slices;
	float *px; /* height x width, row by row, owned */
	struct pixel_pitch pitch;
	const char *note; /* how its samples were converted: see scan.h */
};

/* Returns 1 if the first bytes of PATH are those of a file that can be read,
 * whatever its name.  Does not record PATH as an input of the run. */
int image_is(const char *path);

/* Fills INFO from the file's headers; reads no pixels. */
int image_info(struct image_info *info, const char *ref, struct err *err);

/* Reads the plane that REF names, as floats.  Integers above 2^24 and
 * doubles are rounded to float; non-finite pixels are kept (callers
 * check). */
int image_read(struct image *im, const char *ref, struct err *err);
void image_release(struct image *im);

/* Write PX (HEIGHT x WIDTH; SLICES, one below the other, become pages) as TYPE
 * (PIXEL_U8, U16 or F32).  A failure leaves no partly written file.  For
 * integers, pixels are rounded (halves to even) and cut off at the ends of the
 * type's range; *CLIPPED (if not NULL) gets the number of those that did not
 * fit.  PITCH NULL: not known. */
int image_write(const char *path, const float *px, size_t width, size_t height,
		enum pixel type, const struct pixel_pitch *pitch,
		uint64_t *clipped, struct err *err);
int image_write_stack(const char *path, const float *px, size_t width,
		      size_t height, size_t slices, enum pixel type,
		      const struct pixel_pitch *pitch, uint64_t *clipped,
		      struct err *err);

#endif
