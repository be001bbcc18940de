/*
 * average.h - test-time augmentation: the mean of eight predictions, one for
 * each orientation of the image (four turns, mirrored or not), turned back.
 *
 * It lowers errors that depend on the orientation, and takes eight times as
 * long.
 */
#ifndef PREDICT_AVERAGE_H
#define PREDICT_AVERAGE_H

#include "predict/predict.h"

/* Does what predict_passage does, for planes only.  Fails with err_data if the
 * image is a stack.  Neither the tile nor the number of threads changes a
 * bit. */
int average_passage(struct net *net, struct thread_pool *pool,
		    const struct predict_options *o, const struct tile_io *p,
		    struct err *err);

#endif
