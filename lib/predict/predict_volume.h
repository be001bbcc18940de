/*
 * predict_volume.h - prediction with networks of ndim 3.  The memory taken does
 * not grow with the number of slices.
 *
 * Inside lib/predict only.
 */
#ifndef PREDICT_PREDICT_VOLUME_H
#define PREDICT_PREDICT_VOLUME_H

#include "base/thread_pool.h"
#include "predict/tile_io.h"
#include "nn/net.h"

/* Predicts the stack of P.  Pixels beyond its edges are mirrored.  TILE is the
 * side of a box in rows and columns, or 0 to choose it automatically.  TILE
 * never changes a bit of the result.  Fails if a function of P fails. */
int predict_volume(struct net *net, struct thread_pool *pool, size_t tile,
		   const struct tile_io *p, struct err *err);

/* Returns the number of bytes that predict_volume takes if TILE is 0. */
double predict_volume_memory(const struct unet *u, int threads,
			     struct extent size);

#endif
