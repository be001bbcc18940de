/*
 * image.h - one plane of pixels as floats, read and written whole.
 *
 * ref.h says how a plane is named.  A file with several planes and no
 * selection is an error that says how to select.
 *
 * Where white is 0 numbers are inverted; a palette's colours become three
 * channels of uint16 (unless ImageJ wrote it: there they only dress up grey
 * levels).  `raw` among the selection gives the samples as stored.
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
	size_t slices;	 /* 1 but for stacks: height is that of all */
	float *px;	 /* height x width, row by row, owned */
	struct pixel_pitch pitch;
	const char *note; /* how its samples were changed: see scan.h */
};

/* Whether PATH begins as the files do that can be read, whatever it is called.
 * It becomes no input by that. */
int image_is(const char *path);

/* Reads what the headers say, no pixels. */
int image_info(struct image_info *info, const char *ref, struct err *err);

/* Reads the plane that REF names, as floats.  Integers above 2^24 and
 * doubles are rounded to float; non-finite pixels are kept (callers
 * check). */
int image_read(struct image *im, const char *ref, struct err *err);
void image_release(struct image *im);

/* Writes PX (HEIGHT x WIDTH; SLICES below each other become pages) as TYPE
 * (PIXEL_U8, U16, F32), whole or not at all.  Integers: rounded to nearest
 * even, *CLIPPED counts the pixels that did not fit (NULL: do not count).
 * PITCH: NULL, not known. */
int image_write(const char *path, const float *px, size_t width, size_t height,
		enum pixel type, const struct pixel_pitch *pitch,
		uint64_t *clipped, struct err *err);
int image_write_stack(const char *path, const float *px, size_t width,
		      size_t height, size_t slices, enum pixel type,
		      const struct pixel_pitch *pitch, uint64_t *clipped,
		      struct err *err);

#endif
