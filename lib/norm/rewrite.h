/*
 * rewrite.h - writes images normalised to (x - offset) * scale, or converted
 * back.
 *
 * Inside lib/norm only.
 */
#ifndef NORM_REWRITE_H
#define NORM_REWRITE_H

#include "image/image.h"
#include "manifest/manifest.h"

/* Returns the path DIR/SIDE/ID.tif, which the caller frees.  SIDE is "source"
 * or "target".  An ID of 200 bytes or more is shortened; a dot at its start and
 * characters other than letters, digits and ._-+=@ become '_'.  A changed ID
 * gets a part of its digest at its end. */
char *rewrite_path(const char *dir, const char *side, const char *id);

/* Writes the image REF, normalised, to PATH as float32.  Fills INFO with what
 * the file says about REF.  If CUT is not NULL, limits values to [0, 1] and
 * sets *CUT to the number of pixels that were outside by more than 1e-6, a
 * rounding error.  Fails with err_usage if PATH is the file of REF. */
int rewrite_apply(const char *ref, const char *path, const struct norm *norm,
		  uint64_t *cut, struct image_info *info, struct err *err);

/* Writes the image REF, converted back to x / scale + offset, to PATH.  Fills
 * INFO and fails as rewrite_apply does.  If TYPE is PIXEL_U8 or PIXEL_U16,
 * values are rounded and limited to its range, and the number of those outside
 * is added to *CLIPPED.  Otherwise float32 is written. */
int rewrite_invert(const char *ref, const char *path, const struct norm *norm,
		   enum pixel type, uint64_t *clipped, struct image_info *info,
		   struct err *err);

#endif
