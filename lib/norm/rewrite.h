/*
 * rewrite.h - writes images normalised to (x - offset) * scale, or converted
 * back.  Inside lib/norm only.
 */
#ifndef NORM_REWRITE_H
#define NORM_REWRITE_H

#include "image/image.h"
#include "manifest/manifest.h"

/* Returns the path DIR/SIDE/ID.tif for row ID of SIDE ("source"), which the
 * caller frees.  If ID is too long or has characters other than letters, digits
 * and ._-+=@, it is cut, these are replaced, and part of the digest of ID is
 * appended. */
char *rewrite_path(const char *dir, const char *side, const char *id);

/* Normalises the image REF to (x - offset) * scale and writes it to PATH as
 * float32.  Unless CUT is NULL, values are cut off at 0 and 1, and *CUT gets
 * the number of pixels that were outside by more than a rounding error (1e-6).
 * Fills INFO with that of REF. */
int rewrite_apply(const char *ref, const char *path, const struct norm *norm,
		  uint64_t *cut, struct image_info *info, struct err *err);
/* Converts the image REF back to x / scale + offset and writes it to PATH.  If
 * TYPE is PIXEL_U8 or U16, writes that type: values are rounded and cut off at
 * the ends of its range, and the number of those that did not fit is added to
 * *CLIPPED.  Otherwise writes float32.  Fills INFO with that of REF. */
int rewrite_invert(const char *ref, const char *path, const struct norm *norm,
		   enum pixel type, uint64_t *clipped, struct image_info *info,
		   struct err *err);

#endif
