/*
 * image.h - reads and writes whole planes as floats.
 *
 * A reference (ref.h) names one plane or one stack.  If it names a file with
 * several planes, reading fails, and the message says how to select one.
 *
 * Samples are converted on reading: they are inverted if the file says that
 * white is 0, palette colours become three channels of uint16, and a straight
 * calibration line of ImageJ is applied.  Palettes that ImageJ wrote, and its
 * mark that white is 0, are ignored.  With `raw` in the reference nothing is
 * converted.
 */
#ifndef IMAGE_IMAGE_H
#define IMAGE_IMAGE_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "image/pixel.h"

struct image {
	size_t width, height;
	enum pixel type; /* type that the samples were read as */
	/* the same, before the image was corrected and binned */
	enum pixel file_type;
	/* number of slices; HEIGHT covers all of them */
	size_t slices;
	float *px; /* height x width, row by row, owned */
	struct pixel_pitch pitch;
	char channel[PIXEL_CHANNEL]; /* its name, or "" */
	const char *note; /* how samples were converted (scan_note) */
};

/* Returns 1 if the file PATH begins like a TIFF.  The file does not become an
 * input of the run. */
int image_is(const char *path);

/* Loads the libraries that decode images, which reading the first image does,
 * too: so a record that is begun before can name them. */
int image_load(struct err *err);

/* Fills INFO from the file's headers.  Fails with err_data if the file cannot
 * be read or does not have the plane.  REF may also name a file of several
 * planes. */
int image_info(struct image_info *info, const char *ref, struct err *err);

/* Returns how far apart the pixels of the first page of the file PATH are, or
 * an unknown pitch if the file does not say so or cannot be read. */
struct pixel_pitch image_pitch(const char *path);

/* Reads the plane or stack that REF names.  Integers above 2^24 and doubles are
 * rounded to float.  Pixels that are not finite are kept.  The caller releases
 * IM.  Fails with err_data if the image is damaged or does not fit into
 * memory. */
int image_read(struct image *im, const char *ref, struct err *err);
void image_release(struct image *im);

/* A larger share of saturated pixels spoils a dark or flat image. */
#define IMAGE_CORRECTION_FULL 1e-3

struct image_correction {	 /* a dark and a flat image (derive.h) */
	const char *dark, *flat; /* references, valid for good, or NULL */
	/* share of the pixels at the upper end of the type's range */
	double dark_full, flat_full;
	int dark_constant, flat_constant;
	/* number of pixels where flat is not brighter than dark, and the first
	 * of them */
	size_t dead, first_x, first_y;
};

/* Fills TO with the correction of REF and returns 1.  Returns 0 if REF has none
 * or was not read yet. */
int image_correction(struct image_correction *to, const char *ref);

/* From now on keeps the last small images that were read whole, up to BYTES
 * (blocks_remember), for all readers of this room. */
void image_remember(size_t bytes);

/* Writes PX, HEIGHT x WIDTH pixels, as TYPE: PIXEL_U8, PIXEL_U16 or PIXEL_F32.
 * For an integer type, pixels are rounded (halves to even) and limited to its
 * range; NAN becomes 0.  *CLIPPED becomes the number of pixels that were NAN or
 * outside the range; CLIPPED may be NULL.  PITCH is NULL if it is not known.
 * Fails with err_sys and leaves no file behind. */
int image_write(const char *path, const float *px, size_t width, size_t height,
		enum pixel type, const struct pixel_pitch *pitch,
		uint64_t *clipped, struct err *err);

/* Writes a stack in the same way, each slice as a page.  The SLICES slices lie
 * one below the other in PX; HEIGHT covers all of them. */
int image_write_stack(const char *path, const float *px, size_t width,
		      size_t height, size_t slices, enum pixel type,
		      const struct pixel_pitch *pitch, uint64_t *clipped,
		      struct err *err);

#endif
