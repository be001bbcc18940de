/*
 * average.h - test-time augmentation: the mean of the predictions for an image
 * in its eight orientations (four turns, each mirrored or not), each turned
 * back.  This takes eight times as long as one prediction.  It lowers errors
 * that depend on the orientation.
 */
#ifndef PREDICT_AVERAGE_H
#define PREDICT_AVERAGE_H

#include "predict/predict.h"

/* Does what predict_passage does, but for planes only.  Fails with err_data if
 * the image is a stack.  The sums are made in float, in a fixed order, so
 * neither the tile nor the number of threads changes a bit. */
int average_passage(struct net *net, struct thread_pool *pool,
		    const struct predict_options *o, const struct tile_io *p,
		    struct err *err);

#endif
