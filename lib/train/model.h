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
	/* what the weights file says of its training */
	struct trained trained;
	/* 1: predict by the mean over eight orientations (average.h) */
	int average;
};

/* Reads the weights file PATH into M.  POOL must outlive M.  The caller closes
 * M.  MESSAGES gets remarks on a file that PyTorch wrote (weights_net.h).
 * Fails with err_data if weights are not finite, or if the network has more
 * than CHANNELS_MOST channels in or out; M is empty then. */
int model_open(struct model *m, const char *path, struct thread_pool *pool,
	       struct messages *messages, struct err *err);
void model_close(struct model *m);

/* Predicts.  P gives the normalised source and takes the prediction in the
 * target's own units: the normalisation of each channel TARGET is undone.  TILE
 * is that of predict_options.  Fails with err_no, after P has taken all, if a
 * pixel of the prediction is not finite. */
int model_predict(struct model *m, size_t tile, const struct channel *target,
		  const struct tile_io *p, struct err *err);

/* Fails with err_data if the weights W are not those of the network WANT; the
 * message names the options that would make their network. */
int model_check_init(const struct weights *w, const struct unet *want,
		     struct err *err);

/* Fails with err_data unless the sources of P have as many channels as the
 * network takes, and the targets as many as it gives.  The message quotes a
 * cell of TRAINED, the manifest of the training, if that has rows.  If P has no
 * targets, and no values to turn predictions back by, it gets their number of
 * channels. */
int model_check_channels(const struct model *m, struct manifest *p,
			 const struct manifest *trained, struct err *err);

/* Warns in MESSAGES if the pixel size or the normalisation of NOW is another
 * than that of BEFORE, the initial weights, as far as both are known. */
void model_compare_init(const struct trained *before, const struct trained *now,
			struct messages *messages);

#endif
