/*
 * pair.h - the two images of a row of a manifest, read whole.
 */
#ifndef MANIFEST_PAIR_H
#define MANIFEST_PAIR_H

#include "image/image.h"
#include "manifest/manifest.h"

/* Read one side, normalised in place by (x - offset) * scale computed in
 * double.  A non-finite pixel is err_data.  Errors name row and file. */
int pair_read_source(const struct manifest *p, const struct pair *row,
		     struct image *im, struct err *err);
int pair_read_target(const struct manifest *p, const struct pair *row,
		     struct image *im, struct err *err);

/* What two images of these sizes have in common, the row's shift regarded;
 * the sizes must agree, else err_data. */
int pair_fits(const struct manifest *p, const struct pair *row,
	      const struct image *source, const struct image *target,
	      struct shift_overlap *o, struct err *err);

/* Read both sides, whose sizes must agree, and cut them to what both show. */
int pair_read(const struct manifest *p, const struct pair *row,
	      struct image *source, struct image *target, struct err *err);

#endif
