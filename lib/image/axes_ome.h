/*
 * axes_ome.h - what an OME-TIFF's description says.
 */
#ifndef IMAGE_AXES_OME_H
#define IMAGE_AXES_OME_H

#include "image/axes.h"

int axes_ome_is(const char *description);
/* Fill A as far as TEXT is understood, and about PAGE, the first in PATH. */
void axes_ome_read(struct axes *a, const char *text,
		   const struct tiff_page *page, const char *path);
/* The page of the PLANE-th plane in the order of the file's dimensions. */
int axes_ome_page(const struct axes *a, size_t plane, const char *path,
		  size_t *page, struct err *err);

#endif
