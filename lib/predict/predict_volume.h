/*
 * predict_volume.h - prediction with networks for stacks (ndim 3), in memory
 * that does not grow with the number of slices.
 *
 * Inside lib/predict only.
 */
#ifndef PREDICT_PREDICT_VOLUME_H
#define PREDICT_PREDICT_VOLUME_H

#include "base/thread_pool.h"
#include "predict/tile_io.h"
#include "nn/net.h"

/* Predicts the stack of P, mirrored at its edges.  TILE is the side of a box in
 * rows and columns; 0: chosen automatically.  TILE does not change a bit.
 * Fails only if a function of P fails. */
int predict_volume(struct net *net, struct thread_pool *pool, size_t tile,
		   const struct tile_io *p, struct err *err);

/* Returns the bytes that predict_volume takes, with an automatic tile. */
double predict_volume_memory(const struct unet *u, int threads,
			     struct extent size);

#endif
