/*
 * rewrite.h - images of a manifest, rewritten through (x - offset) * scale
 * or back.
 */
#ifndef NORM_REWRITE_H
#define NORM_REWRITE_H

#include "image/image.h"
#include "manifest/manifest.h"

/* The file in directory DIR for row ID of SIDE ("source"): DIR/SIDE/ID.tif
 * with what cannot be in a name replaced.  Freed by the caller. */
char *rewrite_path(const char *dir, const char *side, const char *id);

/* Write (x - offset) * scale of REF to PATH as float32.  CUT (NULL: do not
 * cut) gets the number of pixels that were cut off at 0 or 1; what left
 * that range only by rounding, 1e-6, is not among them. */
int rewrite_apply(const char *ref, const char *path, const struct norm *norm,
		  uint64_t *cut, struct err *err);
/* Write x / scale + offset: as TYPE if that is PIXEL_U8 or U16, rounded and
 * with what does not fit counted into *CLIPPED, else as float32. */
int rewrite_invert(const char *ref, const char *path, const struct norm *norm,
		   enum pixel type, uint64_t *clipped, struct err *err);

#endif
