/*
 * training.h - a training and its options.  The modules of this room share
 * them.
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
	/* Number of steps or of epochs.  One of them is given, the other is 0.
	 */
	uint64_t steps, epochs;
	/* Number of steps between validations, between rows of training loss,
	 * and between checkpoints; 0: chosen automatically. */
	uint64_t val_every, log_every, save_every;
	/* Number of bytes of decoded images to keep, as a text for num_bytes;
	 * NULL: chosen automatically */
	const char *cache;
	/* Number of validations in a row without improvement after which
	 * training ends; 0: it never ends early. */
	uint64_t patience;
	/* 1: continue when training went wrong (divergence.h) */
	int keep_going;
	/* Names of checks that may fail: "C8" and "C9" of the split, and the
	 * checks of checks.h.  May be NULL. */
	const struct strs *allow;
	int checks;  /* 1: run the checks of checks.h */
	int precise; /* 1: direct convolutions only (net_precise) */
	/* File of weights to begin with; NULL: random weights */
	const char *init;
	const char *dir; /* Directory of the run; NULL: nothing is kept */
};

struct train {
	/* Options; those chosen automatically are filled in */
	struct train_options o;
	struct thread_pool *pool;
	struct cache *cache; /* Cache of all images */
	size_t room;	     /* Number of bytes that the cache keeps */
	struct batch *batch;
	struct prefetch *feed; /* Batches made ahead; only while it trains */
	struct samples val;    /* Images to validate on; may be empty */
	int normalised;	       /* 1: the manifest has normalisation columns */
	struct net *net;
	struct adam adam;
	/* Gradient and best weights, laid out like net_weights */
	float *grad, *best;
	/* The part of a batch's targets that the output covers (crop.h);
	 * NULL: the output covers all of them */
	float *middle;
	struct survey survey;
	struct findings found; /* Findings of the checks so far */
	struct weights about;  /* Metadata for weights files (trained.h) */
	struct train_state state;
	struct metrics_log curve;
	struct step_prints prints;
	char *setting, *data; /* Texts for the checkpoint: see checkpoint.h */
	/* Step from which training resumed; 0: it began from the start */
	uint64_t resumed;
	/* Steps of the weights in the last checkpoint and in
	 * best.safetensors; 0: none */
	uint64_t saved, saved_best;
	int diverged; /* 1: training diverged, and this was reported */
	struct messages messages; /* Messages that are not handed on yet */
	/* Number of seconds that steps took, waiting included */
	double stepping;
};

#endif
