/*
 * tile_io.h - an image on its way through a network: where its pixels come
 * from and where those of its prediction go.
 */
#ifndef FIT_TILE_IO_H
#define FIT_TILE_IO_H

#include "image/cache.h"

struct tile_io {
	size_t width, height;
	/* Get the pixels of AREA, row by row; many threads may call at
	 * once. */
	int (*read)(void *arg, const struct area *area, float *px,
		    struct err *err);
	/* Take the prediction for AREA, which may be changed in place.  Each
	 * pixel comes once, one call at a time. */
	int (*write)(void *arg, const struct area *area, float *px,
		     struct err *err);
	void *arg;
	size_t slices; /* of a stack, that height is of; 0 or 1: a
				   plane */
};

/* Index of pixel I of a row of N that is mirrored at both ends without end:
 * pixels -1, -2 are those of 1, 2. */
size_t tile_io_mirror(ptrdiff_t i, size_t n);

/* H rows of W pixels from row Y and column X on, of the image mirrored at
 * its edges. */
int tile_io_window(const struct tile_io *p, ptrdiff_t x, ptrdiff_t y, size_t w,
		   size_t h, float *to, struct err *err);

#endif
