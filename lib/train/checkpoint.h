/*
 * checkpoint.h - saves what training needs to resume.
 *
 * All of it is in one file, state.safetensors, so that a killed training leaves
 * the state after one step, never a mixture of two.  Training never reads
 * last.safetensors and best.safetensors.
 *
 * Inside lib/train only.
 */
#ifndef TRAIN_CHECKPOINT_H
#define TRAIN_CHECKPOINT_H

#include "nn/weights_net.h"
#include "optimise/optimiser.h"
#include "optimise/schedule.h"

#define CHECKPOINT_STATE "state.safetensors"

struct train_state {	    /* progress of training; zeros: the start */
	uint64_t step;	    /* number of updates done */
	uint64_t validated; /* step of the last validation */
	uint64_t best_step; /* step of the best weights; 0: none yet */
	/* scores of the best weights */
	double best_loss, best_pearson;
	/* sum and number of losses since the last row of train loss */
	double loss_sum;
	uint64_t loss_n;
	/* smoothed training loss, still biased towards 0 (train_loss corrects
	 * it), and the least corrected one */
	double ema, ema_best;
	double first; /* loss of the first step */
	/* steps in a row with a smoothed loss far above EMA_BEST */
	uint64_t high;
	uint64_t dead;	/* dead steps in a row (divergence.h) */
	uint64_t stale; /* validations since the best one */
	uint64_t curve; /* bytes of the metrics table */
	/* bytes of the fingerprints; 0: none (older versions) */
	uint64_t prints;
	struct schedule_seen seen; /* what the schedule "plateau" has seen */
	/* since the last row of train loss: sum of the lengths of the
	 * gradients, and number of gradients that were clipped */
	double norm_sum;
	uint64_t clipped;
};

struct checkpoint {
	struct net *net;
	struct optimiser *optimiser;
	/* best weights, and average of the weights or NULL; both laid out like
	 * net_weights */
	float *best, *average;
	struct train_state *state;
	/* texts that describe the settings and the images; checkpoint_read
	 * refuses a checkpoint with other texts, but accepts one of fewer
	 * steps */
	const char *setting, *data;
};

/* Writes DIR/state.safetensors, which is on disk when this returns. */
int checkpoint_write(const struct checkpoint *c, const char *dir,
		     struct err *err);

/* Reads the checkpoint in DIR into what C points to.  Returns 1, or 0 if DIR
 * has no checkpoint, or -1 if the checkpoint cannot be used. */
int checkpoint_read(const struct checkpoint *c, const char *dir,
		    struct err *err);

/* settings of a finished training */
struct checkpoint_end {
	uint64_t steps, val_every, log_every;
};

/* Reads these settings from the checkpoint in DIR.  Fails with err_data if
 * there is none, or if the training cannot continue. */
int checkpoint_end_read(struct checkpoint_end *e, const char *dir,
			struct err *err);

/* Writes the weights VECTOR (laid out like net_weights) of step STEP to the
 * file PATH, as PyTorch loads them, with the metadata of ABOUT. */
int checkpoint_weights(struct net *net, const float *vector, uint64_t step,
		       const struct weights *about, const char *path,
		       struct err *err);

#endif
