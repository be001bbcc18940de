/*
 * training.h - a training and its options, shared by the modules that plan it,
 * set it up and run it.
 *
 * Inside lib/train only.
 */
#ifndef TRAIN_TRAINING_H
#define TRAIN_TRAINING_H

#include "base/messages.h"
#include "base/strs.h"
#include "check/finding.h"
#include "train/batch.h"
#include "train/checkpoint.h"
#include "train/metrics_log.h"
#include "train/prefetch.h"
#include "train/step_print.h"
#include "train/survey.h"
#include "nn/net.h"

/* Files in a run's directory. */
#define TRAIN_BEST "best.safetensors"
#define TRAIN_LAST "last.safetensors"
#define TRAIN_CURVE "metrics.tsv"
#define TRAIN_PRINTS "fingerprints.tsv"
#define TRAIN_CHECKS "checks.tsv"

struct train_options {
	struct unet unet;
	struct batch_options batch;
	const char *val_split;
	const struct loss *loss;
	double lr;
	/* One of these is given, the other is 0. */
	uint64_t steps, epochs;
	/* Steps between validations, between rows of training loss, and between
	 * checkpoints; 0: chosen automatically. */
	uint64_t val_every, log_every, save_every;
	const char *cache; /* bytes of decoded images to keep, a text for
			      num_bytes; NULL: chosen automatically */
	/* End after this many validations in a row without improvement; 0:
	 * never. */
	uint64_t patience;
	int keep_going; /* continue when training went wrong: divergence.h */
	/* Names of checks that may fail: "C8", "C9" of the split, those of
	 * checks.h; may be NULL. */
	const struct strs *allow;
	int checks;	  /* run those of checks.h */
	int precise;	  /* direct convolutions only: net_precise */
	const char *init; /* file of weights to begin with; NULL: random */
	const char *dir;  /* of the run; NULL: nothing is kept */
};

struct train {
	struct train_options o; /* what was left open is chosen */
	struct thread_pool *pool;
	struct cache *cache; /* of all images */
	size_t room;	     /* bytes that the cache keeps */
	struct batch *batch;
	struct prefetch *feed; /* only while it trains */
	struct samples val;    /* may be empty */
	int normalised;	       /* the manifest has normalisation columns */
	struct net *net;
	struct adam adam;
	float *grad, *best; /* like net_weights */
	float *middle; /* the part of a batch's targets that the output covers
				(crop.h); NULL: it covers all */
	struct survey survey;
	struct findings found; /* of the checks so far */
	struct weights about;  /* metadata of weights files: see trained.h */
	struct train_state state;
	struct metrics_log curve;
	struct step_prints prints;
	char *setting, *data; /* see checkpoint.h */
	uint64_t resumed;     /* the step it resumed from; 0: from the start */
	uint64_t saved, saved_best; /* the steps that the last checkpoint and
				       best.safetensors are from; 0: none */
	int diverged;		    /* it did, and this was reported */
	struct messages messages;   /* not handed on yet */
	double stepping; /* seconds that steps took, waiting included */
};

#endif
