/*
 * predict.h - predicts a whole image.
 *
 * Rows pass through the network one after the other.  A wide image is cut into
 * strips.  Strips begin at multiples of unet_grid and have a halo of unet_reach
 * pixels.  So the result has the same bits as if the whole image were predicted
 * at once, whatever the strips and the number of threads.  If a side is not a
 * multiple of unet_multiple, the image is padded at the right and the bottom by
 * reflection (numpy's "reflect").  The result is then cropped.  For a network
 * with "valid" padding, all four sides are padded, so that the prediction
 * covers the image.  For a network of ndim 3, the slices of a stack pass
 * through one after the other.  Large slices are cut into boxes, as wide images
 * are cut into strips.
 */
#ifndef PREDICT_PREDICT_H
#define PREDICT_PREDICT_H

#include "predict/tile_io.h"
#include "nn/net.h"

struct predict_options {
	/* Number of columns of a strip without its halo, rounded up to a
	 * multiple of unet_grid; 0: chosen automatically */
	size_t tile;
};

/* Predicts the image of P, strip by strip.  The memory does not grow with the
 * height of the image.  If the tile is chosen automatically, the memory does
 * not grow with the width either.  If O is NULL, all options are chosen
 * automatically.  Fails if the network has more than one input or output
 * channel, or if a function of P fails.  Also fails if the network is for
 * planes and the image is a stack, or the network is for stacks and the image
 * is a plane. */
int predict_passage(struct net *net, struct thread_pool *pool,
		    const struct predict_options *o, const struct tile_io *p,
		    struct err *err);

/* Returns the number of bytes that predict_passage takes beyond the network's
 * weights, if the tile is chosen automatically. */
double predict_memory(const struct unet *u, int threads, size_t width,
		      size_t height, size_t slices);

#endif
