/*
 * checkpoint.h - what training needs to resume where it was.
 *
 * One file, state.safetensors, holds all of it (weights, best weights,
 * Adam's moments, counters, the length of the metrics table), so a kill at
 * any instant leaves one moment of training, never a mixture of two.
 * last.safetensors and best.safetensors are written after it, for others to
 * read; training never reads them.
 *
 * Inside lib/fit only.
 */
#ifndef FIT_CHECKPOINT_H
#define FIT_CHECKPOINT_H

#include "nn/adam.h"
#include "nn/weights_net.h"

#define CHECKPOINT_STATE "state.safetensors"

struct train_state {	    /* where training is; all-zero: the start */
	uint64_t step;	    /* updates done */
	uint64_t validated; /* step of the last validation */
	uint64_t best_step; /* step of the best weights; 0: none yet */
	double best_loss, best_pearson; /* of its validation */
	double loss_sum;		/* since the last row of metrics */
	uint64_t loss_n;
	double ema, ema_best; /* smoothed training loss, its minimum */
	double first;	      /* loss of the first step */
	uint64_t high;	      /* steps in a row far above that */
	uint64_t dead;	      /* steps in a row without gradients */
	uint64_t stale;	      /* validations since the best one */
	uint64_t curve;	      /* bytes of the metrics table */
};

struct checkpoint {
	struct net *net;
	struct adam *adam;
	float *best; /* like net_weights */
	struct train_state *state;
	/* Texts that describe the settings and the images of this training: a
	 * checkpoint with others is refused. */
	const char *setting, *data;
};

/* Write DIR/state.safetensors; durable when this returns. */
int checkpoint_write(const struct checkpoint *c, const char *dir,
		     struct err *err);
/* Fill what C points to.  1: done, 0: DIR has no checkpoint, -1: it
 * cannot be used; ERR says why. */
int checkpoint_read(const struct checkpoint *c, const char *dir,
		    struct err *err);

/* Write the network with the weights in VECTOR (like net_weights) to PATH, as
 * PyTorch loads it, with the metadata of ABOUT and STEP, at which the weights
 * were such. */
int checkpoint_weights(struct net *net, const float *vector, uint64_t step,
		       const struct weights *about, const char *path,
		       struct err *err);

#endif
