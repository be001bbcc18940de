/*
 * image_info.h - what a file's headers say of an image.
 *
 * Inside lib/image only.  It comes with image.h and scan.h.
 */
#ifndef IMAGE_IMAGE_INFO_H
#define IMAGE_IMAGE_INFO_H

#include "image/pixel.h"

struct image_info {
	size_t width, height, planes;
	size_t pages, channels, slices, frames; /* 1 where there is none */
	size_t stack;	 /* slices that height is of; 1: a plane */
	unsigned bits;	 /* significant bits of a sample (1..64) */
	enum pixel type; /* that samples are decoded to */
	struct pixel_pitch pitch;
};

#endif
