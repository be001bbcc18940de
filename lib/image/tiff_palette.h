/*
 * tiff_palette.h - what the colours of a page amount to.
 */
#ifndef IMAGE_TIFF_PALETTE_H
#define IMAGE_TIFF_PALETTE_H

#include "image/tiff.h"

/* Say in P how its samples become numbers: as they are, turned over, or by
 * its map, if it has one.  PHOTOMETRIC is TIFF's.  Colours that cannot be
 * handed on as samples are err_data. */
int tiff_palette_judge(const struct tiff_file *t, struct tiff_page *p,
		       unsigned photometric, int has_map, struct err *err);

/* Whether each number stands for the grey of that brightness, so that the
 * numbers may be used as they are: some cameras' programs write such. */
int tiff_palette_is_ramp(const struct tiff_page *p);

#endif
