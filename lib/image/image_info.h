/*
 * image_info.h - what the headers of a file say about an image.
 *
 * Inside lib/image only.  Others get it through image.h and scan.h.
 */
#ifndef IMAGE_IMAGE_INFO_H
#define IMAGE_IMAGE_INFO_H

#include "image/pixel.h"

struct image_info {
	size_t width, height, planes;
	size_t pages, channels, slices, frames; /* 1 if there is no such axis */
	size_t stack;	 /* number of slices that HEIGHT covers; 1: a plane */
	unsigned bits;	 /* significant bits of a sample (1..64) */
	enum pixel type; /* the type that samples are decoded to */
	struct pixel_pitch pitch;
};

#endif
