/*
 * tile_io.h - where a network's input comes from and its output goes, in
 * pieces.
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
	/* Take the prediction for AREA; PX may be changed in place.  Each pixel
	 * comes once; one call at a time. */
	int (*write)(void *arg, const struct area *area, float *px,
		     struct err *err);
	void *arg;
	size_t slices; /* of a stack, all in HEIGHT; 0 or 1: a plane */
};

/* Index in a row of N pixels of pixel I of the row mirrored at both ends, as
 * often as needed: -1 gives 1, N gives N - 2. */
size_t tile_io_mirror(ptrdiff_t i, size_t n);

/* Read H rows of W pixels, from row Y and column X on, of P's image mirrored
 * at its edges. */
int tile_io_window(const struct tile_io *p, ptrdiff_t x, ptrdiff_t y, size_t w,
		   size_t h, float *to, struct err *err);

#endif
