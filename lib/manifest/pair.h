/*
 * pair.h - reads the two images of a row of a manifest as a whole.
 */
#ifndef MANIFEST_PAIR_H
#define MANIFEST_PAIR_H

#include "image/image.h"
#include "manifest/manifest.h"

/* Read the source or the target of ROW, of several channels the first, into IM
 * and normalise it: (x - offset) * scale, computed in double.  The caller
 * releases IM.  Fail as image_read does, and with err_data if a pixel is not
 * finite.  Errors name row and file. */
int pair_read_source(const struct manifest *p, const struct pair *row,
		     struct image *im, struct err *err);
int pair_read_target(const struct manifest *p, const struct pair *row,
		     struct image *im, struct err *err);

/* Returns by how much WIDTH x HEIGHT pixels must be binned (image/ref.h) to
 * become W x H, from 2 on, or 0 if no binning does it. */
size_t pair_bin(size_t width, size_t height, size_t w, size_t h);

/* Fills O with the part of the scene that both images show, by the shift of
 * ROW.  Fails with err_data if there is none, or if the images differ in width,
 * height or number of slices. */
int pair_fits(const struct manifest *p, const struct pair *row,
	      const struct image *source, const struct image *target,
	      struct shift_overlap *o, struct err *err);

/* Reads and normalises the two images of ROW, and cuts each to the part that
 * both show.  The caller releases both.  Fails as pair_read_source and
 * pair_fits do. */
int pair_read(const struct manifest *p, const struct pair *row,
	      struct image *source, struct image *target, struct err *err);

#endif
