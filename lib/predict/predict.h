/*
 * predict.h - predicts a whole image.
 *
 * An image passes through the network row by row, and a wide image in strips.
 * A stack passes slice by slice, and large slices in boxes.  With "valid"
 * padding an image is cut into tiles.  Strips, boxes, tiles and threads do not
 * change a bit.
 *
 * An image whose sides are not multiples of unet_multiple is padded at the
 * right and the bottom by reflection (numpy's "reflect").  For "valid" padding
 * all four sides are padded, so that the prediction covers the image.
 */
#ifndef PREDICT_PREDICT_H
#define PREDICT_PREDICT_H

#include "predict/tile_io.h"
#include "nn/net.h"

struct predict_options {
	/* columns of a strip, or side of a tile or box, in pixels; rounded up
	 * to what the network needs; 0: chosen automatically */
	size_t tile;
};

/* Predicts the image of P.  Memory does not grow with the height of the image
 * nor, with an automatic tile, with its width.  O may be NULL.
 *
 * Fails
 * - if the network takes another number of channels than the image has
 * - if the network is for planes and the image is a stack, or the other way
 *   round
 * - if a function of P fails */
int predict_passage(struct net *net, struct thread_pool *pool,
		    const struct predict_options *o, const struct tile_io *p,
		    struct err *err);

/* Returns the bytes that predict_passage takes besides the weights, with an
 * automatic tile.  HEIGHT counts the rows of all SLICES (at least 1)
 * together. */
double predict_memory(const struct unet *u, int threads, size_t width,
		      size_t height, size_t slices);

#endif
