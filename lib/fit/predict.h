/*
 * predict.h - a whole image through the network.
 *
 * Its rows pass through; a wide image goes in strips, each with a halo of
 * unet_reach pixels, that begin at multiples of unet_grid: so the result is
 * that of the whole image at once, bit for bit, whatever the strips and the
 * number of threads.  Sides that are no multiple are padded by reflection
 * (of the pixels after the edge, as numpy's "reflect") at the right and the
 * bottom and cropped back; for a network with "valid" padding all around, so
 * that the prediction covers the image.  Stacks, for a network of ndim 3, go
 * in boxes in the same way.
 */
#ifndef FIT_PREDICT_H
#define FIT_PREDICT_H

#include "fit/tile_io.h"
#include "nn/net.h"

struct predict_options {
	size_t tile; /* columns of a strip without halo, rounded
				   up to the grid; 0: chosen */
};

/* Predict the image of P, which passes by a strip after the other: memory
 * does not grow with its height, nor with its width when the tile is chosen.
 * O may be NULL.  Fails when the network has not one channel in and out, or
 * is not one of planes, or stacks, as P is, or P's functions do. */
int predict_passage(struct net *net, struct thread_pool *pool,
		    const struct predict_options *o, const struct tile_io *p,
		    struct err *err);

/* Bytes that this takes beyond the network's weights when the tile is
 * chosen. */
double predict_memory(const struct unet *u, int threads, size_t width,
		      size_t height, size_t slices);

#endif
