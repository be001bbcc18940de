/*
 * tile_io.h - functions of the caller for the pixels of a network, piece by
 * piece.  One reads the input, the other takes the output.
 */
#ifndef PREDICT_TILE_IO_H
#define PREDICT_TILE_IO_H

#include "image/cache.h"

struct tile_io {
	size_t width, height;
	/* Fill PX with the pixels of AREA, row by row.  Several threads may
	 * call this at the same time. */
	int (*read)(void *arg, const struct area *area, float *px,
		    struct err *err);
	/* Take the prediction PX for AREA.  May change PX in place.  Each
	 * pixel comes once.  No two calls run at the same time. */
	int (*write)(void *arg, const struct area *area, float *px,
		     struct err *err);
	void *arg;
	/* Number of slices of a stack; 0 or 1: the image is a plane.  HEIGHT
	 * counts the rows of all slices together. */
	size_t slices;
};

/* Returns the index of the pixel at place I of a row of N pixels that is
 * mirrored at both ends, as often as needed. -1 gives 1, and N gives N - 2. */
size_t tile_io_mirror(ptrdiff_t i, size_t n);

/* Mirrors the image of P at its edges, and reads a part of the result into TO:
 * H rows of W pixels, from row Y and column X on. */
int tile_io_window(const struct tile_io *p, ptrdiff_t x, ptrdiff_t y, size_t w,
		   size_t h, float *to, struct err *err);

#endif
