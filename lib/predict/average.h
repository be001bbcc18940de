/*
 * average.h - test-time augmentation: the mean of the predictions for the eight
 * orientations of an image, turned back.
 */
#ifndef PREDICT_AVERAGE_H
#define PREDICT_AVERAGE_H

#include "predict/predict.h"

/* Does what predict_passage (predict.h) does, in eight times the time.  Fails
 * with err_data if the image is a stack.  Tile and threads do not change a
 * bit. */
int average_passage(struct net *net, struct thread_pool *pool,
		    const struct predict_options *o, const struct tile_io *p,
		    struct err *err);

#endif
