/*
 * png.h - writes pictures for people as 8-bit PNG files.
 */
#ifndef PICTURE_PNG_H
#define PICTURE_PNG_H

#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"

/* Write HEIGHT x WIDTH pixels to the file PATH.  BYTES has them row by row, one
 * byte a pixel for grey, three for RGB.  Fail with err_data if a side has no
 * pixel or more than 1,000,000, with err_sys if the file cannot be written, and
 * leave no file behind. */
int png_write_gray(const char *path, const unsigned char *bytes, size_t width,
		   size_t height, struct err *err);
int png_write_rgb(const char *path, const unsigned char *bytes, size_t width,
		  size_t height, struct err *err);

/* Appends the PNG to TO instead.  SAMPLES is 1 for grey, 3 for RGB. */
int png_encode(struct buf *to, const unsigned char *bytes, size_t width,
	       size_t height, int samples, struct err *err);

#endif
