/*
 * model.h - reads a trained network, and predicts in the target's own units.
 */
#ifndef TRAIN_MODEL_H
#define TRAIN_MODEL_H

#include "predict/tile_io.h"
#include "train/trained.h"
#include "manifest/norm.h"
#include "nn/net.h"

struct model { /* all-zero is empty */
	struct net *net;
	struct thread_pool *pool; /* not owned */
	/* What the weights file says about its training */
	struct trained trained;
	/* 1: predict by the mean over eight orientations (average.h) */
	int average;
};

/* Read the weights file PATH into M.  Refuses weights that are not finite, and
 * networks with more than one channel in or out.  POOL must outlive M. */
int model_open(struct model *m, const char *path, struct thread_pool *pool,
	       struct err *err);
void model_close(struct model *m);

/* Reads the normalised source through P, predicts, and writes the result
 * through P.  The result is in the target's own units: the normalisation TARGET
 * is undone.  TILE is as in predict_options or, for "valid" padding and stacks,
 * as in predict_valid and predict_volume.  TILE never changes a bit of the
 * result.  Fails with err_no if the prediction is not finite. */
int model_predict(struct model *m, size_t tile, const struct norm *target,
		  const struct tile_io *p, struct err *err);

#endif
