/*
 * checkpoint.h - what training needs to go on from where it was.
 *
 * One file, state.safetensors, holds all of it (weights, best weights,
 * Adam's moments, counters, the length of the metrics table), so a kill at
 * any instant leaves one moment of training, never a mixture of two.
 * last.safetensors and best.safetensors are written after it for others to
 * read; nothing is ever taken back from them.
 */
#ifndef FIT_CHECKPOINT_H
#define FIT_CHECKPOINT_H

#include "nn/adam.h"
#include "nn/weights_net.h"

#define CHECKPOINT_STATE "state.safetensors"

struct train_state {	    /* where training is; all-zero: before it */
	uint64_t step;	    /* updates done */
	uint64_t validated; /* step of the last validation */
	uint64_t best_step; /* step of the best weights; 0: none yet */
	double best_loss, best_pearson; /* its validation's */
	double loss_sum;		/* of the steps since the last row */
	uint64_t loss_n;
	double ema, ema_best; /* smoothed training loss, its least */
	uint64_t high;	      /* steps in a row far above that */
	uint64_t curve;	      /* bytes of the metrics table */
};

struct checkpoint {
	struct net *net;
	struct adam *adam;
	float *best; /* like net_weights */
	struct train_state *state;
	/* Text that says how training was set up and on what: a checkpoint
	 * with another one is refused. */
	const char *setting, *data;
};

/* Durable when it returns. */
int checkpoint_write(const struct checkpoint *c, const char *dir,
		     struct err *err);
/* Fill what C points to.  1: done, 0: DIR has no checkpoint, -1: it
 * cannot be used; ERR says why. */
int checkpoint_read(const struct checkpoint *c, const char *dir,
		    struct err *err);

/* Write the network with the values in VECTOR (like net_weights) and the
 * step they are of, as PyTorch loads it.  NORMALISED: whether the images
 * they were trained on were; the metadata says so. */
int checkpoint_weights(struct net *net, const float *vector, uint64_t step,
		       int normalised, const char *path, struct err *err);

#endif
