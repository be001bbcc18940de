/*
 * average.h - test-time augmentation: the mean of the predictions for an image
 * in its eight orientations (four turns, each mirrored or not), each turned
 * back.  It takes eight times as long, and lowers errors that depend on the
 * orientation.
 */
#ifndef PREDICT_AVERAGE_H
#define PREDICT_AVERAGE_H

#include "predict/predict.h"

/* As predict_passage, for planes only: a stack is err_data.  The sums are made
 * in float, in a fixed order, so neither tile nor threads change a bit. */
int average_passage(struct net *net, struct thread_pool *pool,
		    const struct predict_options *o, const struct tile_io *p,
		    struct err *err);

#endif
