/*
 * tiff_raw.h - reads uncompressed strips without libtiff.
 *
 * Inside lib/image only.  Two kinds of pages are read this way.  The first has
 * strips larger than a piece (TIFF_PIECE).  The second is written by ImageJ and
 * MetaMorph for a whole stack: one page, followed by the pixels of all other
 * planes.
 */
#ifndef IMAGE_TIFF_RAW_H
#define IMAGE_TIFF_RAW_H

#include "image/tiff.h"

/* Does the work of tiff_block for pages of layout TIFF_RAW. */
int tiff_raw_block(struct tiff_file *t, const struct tiff_page *p, size_t y,
		   unsigned sample, void *to, struct err *err);

/* Returns how many planes of P's size fit between P's first pixel and the end
 * of the file.  Returns 0 if P is compressed, or if the strips of P do not
 * follow one another. */
size_t tiff_raw_planes(struct tiff_file *t, const struct tiff_page *p);

/* Changes P so that it describes plane number PLANE of the planes that
 * tiff_raw_planes counts.  Plane number 0 is the first one. */
void tiff_raw_select(struct tiff_page *p, size_t plane);

#endif
