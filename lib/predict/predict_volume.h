/*
 * predict_volume.h - prediction with networks of ndim 3.
 *
 * Inside lib/predict only.
 */
#ifndef PREDICT_PREDICT_VOLUME_H
#define PREDICT_PREDICT_VOLUME_H

#include "base/thread_pool.h"
#include "predict/tile_io.h"
#include "nn/net.h"

/* Predict the stack of P; pixels beyond its edges are mirrored.  TILE: pixels
 * a side of a box, 0: chosen; never changes a bit.  Fails when P's functions
 * do. */
int predict_volume(struct net *net, struct thread_pool *pool, size_t tile,
		   const struct tile_io *p, struct err *err);

/* Bytes that this takes with TILE 0. */
double predict_volume_memory(const struct unet *u, int threads,
			     struct extent size);

#endif
