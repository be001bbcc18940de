/*
 * rewrite.h - writes images as (x - offset) * scale, or back.  Inside
 * lib/norm only.
 */
#ifndef NORM_REWRITE_H
#define NORM_REWRITE_H

#include "image/image.h"
#include "manifest/manifest.h"

/* Returns the path DIR/SIDE/ID.tif for row ID of SIDE ("source"); what
 * cannot be in a file name is replaced.  Freed by the caller. */
char *rewrite_path(const char *dir, const char *side, const char *id);

/* Write (x - offset) * scale of REF to PATH as float32.  Unless CUT is NULL,
 * values are cut off at 0 and 1, and *CUT gets the number of pixels that lay
 * outside by more than rounding (1e-6).  INFO gets that of REF. */
int rewrite_apply(const char *ref, const char *path, const struct norm *norm,
		  uint64_t *cut, struct image_info *info, struct err *err);
/* Write x / scale + offset of REF to PATH: as TYPE if that is PIXEL_U8 or
 * U16, rounded, pixels that do not fit cut off and added to *CLIPPED; else
 * as float32.  INFO gets that of REF. */
int rewrite_invert(const char *ref, const char *path, const struct norm *norm,
		   enum pixel type, uint64_t *clipped, struct image_info *info,
		   struct err *err);

#endif
