/*
 * predict_volume.h - predict.h's work for networks of ndim 3.
 */
#ifndef FIT_PREDICT_VOLUME_H
#define FIT_PREDICT_VOLUME_H

#include "base/thread_pool.h"
#include "fit/tile_io.h"
#include "nn/net.h"

/* Predict the stack of P; what the network wants beyond an edge is mirrored
 * there.  TILE: pixels a side of what is done at once, 0: chosen; never
 * changes a bit.  Fails when P's functions do. */
int predict_volume(struct net *net, struct thread_pool *pool, size_t tile,
		   const struct tile_io *p, struct err *err);

/* Bytes that this takes when the tile is chosen. */
double predict_volume_memory(const struct unet *u, int threads,
			     struct extent size);

#endif
