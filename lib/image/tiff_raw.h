/*
 * tiff_raw.h - uncompressed strips, read without libtiff.
 *
 * Inside lib/image only.  For strips above a piece, and for stacks that
 * ImageJ and MetaMorph write as one page followed by the pixels of all the
 * others.
 */
#ifndef IMAGE_TIFF_RAW_H
#define IMAGE_TIFF_RAW_H

#include "image/tiff.h"

/* As tiff_block, for TIFF_RAW. */
int tiff_raw_block(struct tiff_file *t, const struct tiff_page *p, size_t y,
		   unsigned sample, void *to, struct err *err);

/* How many planes like P the file holds from P's first pixel on, or 0 if
 * P is not uncompressed and in one piece. */
size_t tiff_raw_planes(struct tiff_file *t, const struct tiff_page *p);
/* Makes P the PLANE-th of those. */
void tiff_raw_select(struct tiff_page *p, size_t plane);

#endif
