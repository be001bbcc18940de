/*
 * tile_io.h - the caller's functions that give a network its input and take its
 * output, piece by piece.  They return 0, or -1 with ERR.
 */
#ifndef PREDICT_TILE_IO_H
#define PREDICT_TILE_IO_H

#include "image/cache.h"

struct tile_io {
	size_t width, height;
	/* Fills PX with the pixels of AREA of a channel, row by row.  Several
	 * threads may call it at once. */
	int (*read)(void *arg, size_t channel, const struct area *area,
		    float *px, struct err *err);
	/* Takes the prediction PX for AREA of a channel, and may change PX.
	 * Each pixel comes once; calls come one at a time. */
	int (*write)(void *arg, size_t channel, const struct area *area,
		     float *px, struct err *err);
	void *arg;
	/* number of slices of a stack, 0 or 1 for a plane; HEIGHT counts the
	 * rows of all slices */
	size_t slices;
	/* number of channels that READ can give; 0 counts as 1 */
	size_t channels;
};

/* Returns the index in a row of N pixels that mirroring at both ends gives for
 * I: 1 for -1, N - 2 for N. */
size_t tile_io_mirror(ptrdiff_t i, size_t n);

/* Reads a part of a channel of the image of P, mirrored at its edges, into TO:
 * H rows of W pixels, from row Y, column X on. */
int tile_io_window(const struct tile_io *p, size_t channel, ptrdiff_t x,
		   ptrdiff_t y, size_t w, size_t h, float *to, struct err *err);

#endif
