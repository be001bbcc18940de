/*
 * rewrite.h - writes images that are normalised to (x - offset) * scale, or
 * converted back.
 *
 * Inside lib/norm only.
 */
#ifndef NORM_REWRITE_H
#define NORM_REWRITE_H

#include "image/image.h"
#include "manifest/manifest.h"

/* Returns the path DIR/SIDE/ID.tif for row ID of SIDE ("source"); the caller
 * frees it.  If ID is too long, it is shortened.  Characters other than
 * letters, digits and ._-+=@ are replaced.  If ID was shortened or characters
 * were replaced, a part of the digest of ID is appended. */
char *rewrite_path(const char *dir, const char *side, const char *id);

/* Normalises the image REF to (x - offset) * scale and writes it to PATH as
 * float32.  If CUT is not NULL, limits values to [0, 1].  Then *CUT becomes the
 * number of pixels that were outside by more than a rounding error (1e-6).
 * Fills INFO with what is known about REF. */
int rewrite_apply(const char *ref, const char *path, const struct norm *norm,
		  uint64_t *cut, struct image_info *info, struct err *err);

/* Converts the image REF back to x / scale + offset and writes it to PATH.  If
 * TYPE is PIXEL_U8 or PIXEL_U16, rounds values and limits them to the range of
 * TYPE.  Adds the number of values outside this range to *CLIPPED.  For any
 * other TYPE, writes float32.  Fills INFO with what is known about REF. */
int rewrite_invert(const char *ref, const char *path, const struct norm *norm,
		   enum pixel type, uint64_t *clipped, struct image_info *info,
		   struct err *err);

#endif
