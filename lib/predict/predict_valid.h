/*
 * predict_valid.h - prediction with "valid" padding, where the output is
 * smaller than the input.
 *
 * Inside lib/predict only.
 */
#ifndef PREDICT_PREDICT_VALID_H
#define PREDICT_PREDICT_VALID_H

#include "base/thread_pool.h"
#include "predict/tile_io.h"
#include "nn/net.h"

/* Predicts the image of P, mirrored at its edges.  TILE is the side of a tile
 * in pixels; 0: chosen automatically.  TILE does not change a bit.  Fails only
 * if a function of P fails. */
int predict_valid(struct net *net, struct thread_pool *pool, size_t tile,
		  const struct tile_io *p, struct err *err);

/* Returns the bytes that predict_valid takes on THREADS threads, with an
 * automatic tile. */
double predict_valid_memory(const struct unet *u, int threads, size_t width,
			    size_t height);

#endif
