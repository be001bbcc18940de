/*
 * tile_io.h - functions of the caller that read a network's input and take its
 * output, piece by piece.
 */
#ifndef PREDICT_TILE_IO_H
#define PREDICT_TILE_IO_H

#include "image/cache.h"

struct tile_io {
	size_t width, height;
	/* Fill PX with the pixels of AREA, row by row.  Called by several
	 * threads at once. */
	int (*read)(void *arg, const struct area *area, float *px,
		    struct err *err);
	/* Take the prediction PX for AREA, and change PX in place if need be.
	 * Each pixel comes once; no two calls run at the same time. */
	int (*write)(void *arg, const struct area *area, float *px,
		     struct err *err);
	void *arg;
	size_t slices; /* of a stack, whose HEIGHT counts the rows of all
			  slices; 0 or 1: a plane */
};

/* Returns which of the N pixels of a row lies at I when the row is mirrored at
 * both ends, as often as needed: -1 gives 1, N gives N - 2. */
size_t tile_io_mirror(ptrdiff_t i, size_t n);

/* Mirror P's image at its edges, and read H rows of W pixels into TO, from row
 * Y and column X on. */
int tile_io_window(const struct tile_io *p, ptrdiff_t x, ptrdiff_t y, size_t w,
		   size_t h, float *to, struct err *err);

#endif
