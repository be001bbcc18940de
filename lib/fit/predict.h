/*
 * predict.h - a whole image through the network, tile by tile.
 *
 * Each tile carries a halo of unet_context pixels rounded up to the
 * multiple, and tiles start at multiples: so the result is that of the
 * whole image at once, bit for bit, whatever the tile size and the number
 * of threads.  Sides that are no multiple are padded by reflection (of the
 * pixels after the edge, as numpy's "reflect") at the right and the bottom
 * and cropped back; for a network with "valid" padding all around, so that
 * the prediction covers the image.
 */
#ifndef FIT_PREDICT_H
#define FIT_PREDICT_H

#include "nn/net.h"

struct predict_options {
	size_t tile;		/* pixels a side without halo, rounded up to
				   the multiple; 0: chosen */
};

/* OUT (height x width) = prediction for IN (height x width), which must
 * not overlap.  O may be NULL.  Memory beyond the images is that of one
 * tile a thread.  Fails when the network has not one channel in and out. */
int predict_image(const struct unet *u, const float *weights,
		  struct pool *pool, const struct predict_options *o,
		  const float *in, float *out, size_t width, size_t height,
		  struct err *err);

/* The same with a network that is there already, on its POOL. */
int predict_net(struct net *net, struct pool *pool,
		const struct predict_options *o, const float *in, float *out,
		size_t width, size_t height, struct err *err);

/* Bytes that each thread takes beyond the network's weights when the tile
 * is chosen. */
double predict_memory(const struct unet *u, int threads, size_t width,
		      size_t height);

#endif
