/*
 * predict.h - a whole image through the network.
 *
 * Rows pass through one after the other; a wide image is cut into strips that
 * begin at multiples of unet_grid and have a halo of unet_reach pixels.  So
 * the result is, bit for bit, that of the whole image at once, whatever the
 * strips and the number of threads.  Sides that are no multiple of
 * unet_multiple are padded by reflection (numpy's "reflect") at the right and
 * the bottom, and the result is cropped; for a network with "valid" padding
 * on all sides, so that the prediction covers the image.  Stacks, for a
 * network of ndim 3, are cut into boxes in the same way.
 *
 */
#ifndef PREDICT_PREDICT_H
#define PREDICT_PREDICT_H

#include "predict/tile_io.h"
#include "nn/net.h"

struct predict_options {
	size_t tile; /* columns of a strip without halo, rounded
				   up to the grid; 0: chosen */
};

/* Predict the image of P, strip by strip: memory does not grow with its
 * height, nor with its width when the tile is chosen.  O may be NULL.  Fails
 * when the network has more than one channel in or out, when one of network
 * and image is a plane and the other a stack, and when P's functions fail. */
int predict_passage(struct net *net, struct thread_pool *pool,
		    const struct predict_options *o, const struct tile_io *p,
		    struct err *err);

/* Bytes that this takes beyond the network's weights when the tile is
 * chosen. */
double predict_memory(const struct unet *u, int threads, size_t width,
		      size_t height, size_t slices);

#endif
