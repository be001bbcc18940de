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

/* Predicts the image of P.  Pixels beyond its edges are mirrored.  TILE is the
 * side of a tile in pixels, or 0 to choose it automatically.  TILE never
 * changes a bit of the result.  Fails if a function of P fails. */
int predict_valid(struct net *net, struct thread_pool *pool, size_t tile,
		  const struct tile_io *p, struct err *err);

/* Returns the number of bytes that predict_valid takes on THREADS threads if
 * TILE is 0. */
double predict_valid_memory(const struct unet *u, int threads, size_t width,
			    size_t height);

#endif
