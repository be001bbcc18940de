/*
 * tiff_raw.h - reads uncompressed strips without libtiff.
 *
 * Inside lib/image only.  These are strips larger than a piece (TIFF_PIECE);
 * the single page of a stack of ImageJ or MetaMorph, followed by the pixels of
 * all other planes; and pages whose directory was not read (tiff_select_like).
 */
#ifndef IMAGE_TIFF_RAW_H
#define IMAGE_TIFF_RAW_H

#include "image/tiff.h"

/* Does what tiff_block does, for pages where tiff_page_is_raw is 1. */
int tiff_raw_block(struct tiff_file *t, const struct tiff_page *p, size_t y,
		   unsigned sample, void *to, struct err *err);

/* Returns how many planes of P's size, with all samples, fit between the first
 * pixel and the end of the file; 0 if P is not plain or has gaps between its
 * strips. */
size_t tiff_raw_planes(struct tiff_file *t, const struct tiff_page *p);

/* Makes P describe plane number PLANE of these planes, counted from 0. */
void tiff_raw_select(struct tiff_page *p, size_t plane);

#endif
