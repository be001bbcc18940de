/*
 * pair.h - reads the two images of a row of a manifest as a whole.
 */
#ifndef MANIFEST_PAIR_H
#define MANIFEST_PAIR_H

#include "image/image.h"
#include "manifest/manifest.h"

/* Read one side of ROW and normalise it: (x - offset) * scale, computed in
 * double.  The caller releases IM.  A pixel that is not finite is err_data.
 * Errors name row and file. */
int pair_read_source(const struct manifest *p, const struct pair *row,
		     struct image *im, struct err *err);
int pair_read_target(const struct manifest *p, const struct pair *row,
		     struct image *im, struct err *err);

/* Fills O with the part of the scene that both SOURCE and TARGET show, given
 * the row's shift.  If their width, height or number of slices differ, or
 * nothing is left, fails with err_data. */
int pair_fits(const struct manifest *p, const struct pair *row,
	      const struct image *source, const struct image *target,
	      struct shift_overlap *o, struct err *err);

/* Reads both sides and cuts them to the part that both show.  If their sizes
 * differ, fails with err_data. */
int pair_read(const struct manifest *p, const struct pair *row,
	      struct image *source, struct image *target, struct err *err);

#endif
