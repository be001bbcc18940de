/*
 * checkpoint.h - saves what training needs to resume where it stopped.
 *
 * One file, state.safetensors, holds all of it: weights, best weights, Adam's
 * moments, counters, the length of the metrics table.  So if training is killed
 * at any instant, the file holds the state after one step, never a mixture of
 * two states.  The files last.safetensors and best.safetensors are written
 * after it, for others to read.  Training never reads them.
 *
 * Inside lib/train only.
 */
#ifndef TRAIN_CHECKPOINT_H
#define TRAIN_CHECKPOINT_H

#include "nn/adam.h"
#include "nn/weights_net.h"

#define CHECKPOINT_STATE "state.safetensors"

struct train_state {	    /* Progress of training; all-zero: the start */
	uint64_t step;	    /* Number of updates done */
	uint64_t validated; /* Step of the last validation */
	uint64_t best_step; /* Step of the best weights; 0: none yet */
	/* Scores of the validation at best_step */
	double best_loss, best_pearson;
	/* Sum of the losses of the steps since the last row of train loss */
	double loss_sum;
	uint64_t loss_n; /* Number of the steps in loss_sum */
	/* Smoothed training loss (train_loss), and its minimum.  EMA is still
	 * biased towards 0. */
	double ema, ema_best;
	double first; /* Loss of the first step */
	/* Number of steps in a row with a smoothed loss far above ema_best */
	uint64_t high;
	uint64_t dead;	/* Number of steps in a row without gradients */
	uint64_t stale; /* Number of validations since the best one */
	uint64_t curve; /* Length of the metrics table, in bytes */
	/* Length of the fingerprints, in bytes.  0: there are none, as in
	 * checkpoints of older versions. */
	uint64_t prints;
};

struct checkpoint {
	struct net *net;
	struct adam *adam;
	float *best; /* The best weights, laid out like net_weights */
	struct train_state *state;
	/* Texts that describe the settings and the images of this training.
	 * checkpoint_read refuses a checkpoint in which they differ. */
	const char *setting, *data;
};

/* Writes DIR/state.safetensors.  It is on disk when this returns. */
int checkpoint_write(const struct checkpoint *c, const char *dir,
		     struct err *err);

/* Fills what C points to.  Returns 1 if it was filled, 0 if DIR has no
 * checkpoint, and -1 with ERR set if the checkpoint cannot be used. */
int checkpoint_read(const struct checkpoint *c, const char *dir,
		    struct err *err);

/* Writes NET with the weights in VECTOR to PATH, as PyTorch loads it.  VECTOR
 * is laid out like net_weights.  The file has the metadata of ABOUT.  STEP is
 * the step that the weights are from. */
int checkpoint_weights(struct net *net, const float *vector, uint64_t step,
		       const struct weights *about, const char *path,
		       struct err *err);

#endif
