/*
 * tiff_raw.h - reads uncompressed strips without libtiff.
 *
 * Inside lib/image only.  Two kinds of pages are read so.  One has strips
 * larger than a piece (TIFF_PIECE).  The other is the single page of a stack of
 * ImageJ or MetaMorph, which is followed by the pixels of all other planes.
 */
#ifndef IMAGE_TIFF_RAW_H
#define IMAGE_TIFF_RAW_H

#include "image/tiff.h"

/* Does the work of tiff_block for pages of layout TIFF_RAW. */
int tiff_raw_block(struct tiff_file *t, const struct tiff_page *p, size_t y,
		   unsigned sample, void *to, struct err *err);

/* Returns how many planes of P's size, with all samples, fit between the first
 * pixel and the end of the file; 0 if P is compressed or its strips do not
 * follow one another, sample by sample if P is planar. */
size_t tiff_raw_planes(struct tiff_file *t, const struct tiff_page *p);

/* Makes P describe plane number PLANE of these planes, counted from 0. */
void tiff_raw_select(struct tiff_page *p, size_t plane);

#endif
