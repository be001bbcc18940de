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

/* Predict the image of P; pixels beyond its edges are mirrored.  TILE:
 * pixels a side, 0: chosen; never changes a bit.  Fails when P's functions
 * do. */
int predict_valid(struct net *net, struct thread_pool *pool, size_t tile,
		  const struct tile_io *p, struct err *err);

/* Bytes that each thread takes when the tile is chosen. */
double predict_valid_memory(const struct unet *u, int threads, size_t width,
			    size_t height);

#endif
