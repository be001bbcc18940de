/*
 * predict.h - predicts a whole image.
 *
 * Rows pass through the network one after the other; a wide image is cut into
 * strips that begin at multiples of unet_grid and have a halo of unet_reach
 * pixels.  So the result is, bit for bit, that of the whole image at once,
 * whatever the strips and the number of threads.  If a side is not a multiple
 * of unet_multiple, the image is padded by reflection (numpy's "reflect") at
 * the right and the bottom, and the result is cropped.  For a network with
 * "valid" padding, all four sides are padded, so that the prediction covers the
 * image.  The slices of a stack, for a network of ndim 3, pass through one
 * after the other; large slices are cut into boxes in the same way.
 */
#ifndef PREDICT_PREDICT_H
#define PREDICT_PREDICT_H

#include "predict/tile_io.h"
#include "nn/net.h"

struct predict_options {
	size_t tile; /* columns of a strip without its halo, rounded up to
			unet_grid; 0: chosen automatically */
};

/* Predict the image of P, strip by strip.  The memory taken does not grow with
 * the height of the image.  If the tile is chosen automatically, it does not
 * grow with the width either.  O may be NULL, which chooses all options
 * automatically.  Fails if the network has more than one input or output
 * channel, if it is for planes and the image is a stack or the other way round,
 * or if a function of P fails. */
int predict_passage(struct net *net, struct thread_pool *pool,
		    const struct predict_options *o, const struct tile_io *p,
		    struct err *err);

/* Returns the bytes that predict_passage takes beyond the network's weights if
 * the tile is chosen automatically. */
double predict_memory(const struct unet *u, int threads, size_t width,
		      size_t height, size_t slices);

#endif
