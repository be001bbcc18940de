/*
 * training.h - a training and its options, as those who plan it, set it up
 * and run it share them.
 *
 * Inside lib/fit only.
 */
#ifndef FIT_TRAINING_H
#define FIT_TRAINING_H

#include "base/messages.h"
#include "base/strs.h"
#include "fit/batch.h"
#include "fit/checkpoint.h"
#include "fit/metrics_log.h"
#include "fit/prefetch.h"
#include "fit/survey.h"
#include "nn/net.h"

/* Files in a run's directory. */
#define TRAIN_BEST "best.safetensors"
#define TRAIN_LAST "last.safetensors"
#define TRAIN_CURVE "metrics.tsv"

struct train_options {
	struct unet unet;
	struct batch_options batch;
	const char *val_split;
	const struct loss *loss;
	double lr;
	/* One of these is given, the other is 0. */
	uint64_t steps, epochs;
	/* Steps between validations, rows of training loss, checkpoints;
	 * 0: chosen. */
	uint64_t val_every, log_every, save_every;
	const char *cache; /* bytes of decoded images to keep, as num_bytes
			      reads it; NULL: chosen */
	/* Validations in a row without improvement after which to end; 0:
	 * never. */
	uint64_t patience;
	int keep_going; /* train on where training went wrong */
	/* Checks of the split that may fail: "C8", "C9"; may be NULL. */
	const struct strs *allow;
	int precise;	  /* direct convolutions only: net_precise */
	const char *init; /* weights to begin with; NULL: drawn */
	const char *dir;  /* of the run; NULL: nothing is kept */
};

struct train {
	struct train_options o; /* with all that was chosen */
	struct thread_pool *pool;
	struct cache *cache; /* of all images */
	size_t room;	     /* bytes that it keeps */
	struct batch *batch;
	struct prefetch *feed; /* while it trains */
	struct samples val;    /* may be empty */
	int normalised;	       /* the manifest has normalisation columns */
	struct net *net;
	struct adam adam;
	float *grad, *best; /* like net_weights */
	float *middle;	    /* of a batch's targets; NULL: all is used */
	struct survey survey;
	struct weights about; /* metadata of weights files: see trained.h */
	struct train_state state;
	struct metrics_log curve;
	char *setting, *data;	    /* see checkpoint.h */
	uint64_t resumed;	    /* step it resumed from; 0: the start */
	uint64_t saved, saved_best; /* steps of the files; 0: none */
	int diverged;		    /* and it was said */
	struct messages messages;   /* not told yet */
	double stepping; /* seconds that steps took, waiting included */
};

#endif
