/*
 * palette.h - what the colour map of a page amounts to.
 */
#ifndef IMAGE_PALETTE_H
#define IMAGE_PALETTE_H

#include "image/tiff.h"

/* Whether each number stands for the grey of that brightness, so that the
 * numbers may be used as they are: some cameras' programs write such. */
int palette_is_ramp(const struct tiff_page *p);

#endif
