/*
 * image_info.h - what the headers of a file say about an image.
 *
 * Inside lib/image only.  Other rooms include image.h or scan.h.
 */
#ifndef IMAGE_IMAGE_INFO_H
#define IMAGE_IMAGE_INFO_H

#include "image/pixel.h"

struct image_info {
	size_t width, height, planes;
	/* lengths of axes; 1 for an axis that the file does not have */
	size_t pages, channels, slices, frames;
	size_t stack;  /* number of slices that HEIGHT covers; 1 for a plane */
	unsigned bits; /* number of significant bits in a sample (1..64) */
	enum pixel type; /* the type that samples are decoded to */
	struct pixel_pitch pitch;
};

#endif
