/*
 * tile_io.h - the caller's functions that give a network its input and take its
 * output, piece by piece.
 */
#ifndef PREDICT_TILE_IO_H
#define PREDICT_TILE_IO_H

#include "image/cache.h"

struct tile_io {
	size_t width, height;
	/* Fills PX with the pixels of AREA, row by row.  Several threads may
	 * call it at once. */
	int (*read)(void *arg, const struct area *area, float *px,
		    struct err *err);
	/* Takes the prediction PX for AREA, and may change PX.  Each pixel
	 * comes once; calls come one at a time. */
	int (*write)(void *arg, const struct area *area, float *px,
		     struct err *err);
	void *arg;
	/* Number of slices of a stack, or 0 or 1 for a plane.  HEIGHT counts
	 * the rows of all slices together. */
	size_t slices;
};

/* Returns the place of pixel I in a row of N pixels.  I may lie outside of the
 * row, which is mirrored at both ends: -1 gives 1, and N gives N - 2. */
size_t tile_io_mirror(ptrdiff_t i, size_t n);

/* Reads a part of the image of P, mirrored at its edges, into TO: H rows of W
 * pixels, from row Y, column X on. */
int tile_io_window(const struct tile_io *p, ptrdiff_t x, ptrdiff_t y, size_t w,
		   size_t h, float *to, struct err *err);

#endif
