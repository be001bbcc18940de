/*
 * training.h - a training and its options, which the modules of this room
 * share.
 *
 * Inside lib/train only.
 */
#ifndef TRAIN_TRAINING_H
#define TRAIN_TRAINING_H

#include "base/messages.h"
#include "base/pace.h"
#include "base/strs.h"
#include "check/finding.h"
#include "manifest/earlier.h"
#include "batch/batch.h"
#include "train/checkpoint.h"
#include "train/metrics_log.h"
#include "batch/prefetch.h"
#include "train/step_print.h"
#include "train/survey.h"
#include "train/trained.h"
#include "nn/net.h"
#include "optimise/optimiser.h"
#include "optimise/schedule.h"

/* files in a run's directory */
#define TRAIN_BEST "best.safetensors"
#define TRAIN_LAST "last.safetensors"
#define TRAIN_CURVE "metrics.tsv"
#define TRAIN_PRINTS "fingerprints.tsv"
#define TRAIN_CHECKS "checks.tsv"

/* the middles of some validated images, for people to look at */
enum { GLIMPSE_MOST = 3, GLIMPSE_SIDE = 256 };

enum glimpse_plane {
	GLIMPSE_SOURCE, /* of several channels the first */
	GLIMPSE_TARGET,
	GLIMPSE_PREDICTION,
	GLIMPSE_PLANES
};

struct glimpse {
	const char *id;	      /* of the pair; owned by the manifest */
	size_t channel;	      /* of target and prediction */
	size_t width, height; /* at most GLIMPSE_SIDE */
	/* height x width, normalised as the network sees them, owned */
	float *plane[GLIMPSE_PLANES];
};

struct glimpses { /* all-zero is empty */
	/* the channels of the targets of an image, one after the other */
	struct glimpse list[GLIMPSE_MOST * CHANNELS_MOST];
	size_t n, images;
};

struct train_options {
	struct unet unet;
	struct batch_options batch;
	const char *val_split;
	struct objective loss; /* what is minimised */
	struct optimiser_options optimiser;
	/* the training fills in LR and STEPS */
	struct schedule schedule;
	/* decay of the average of the weights (optimise/ema.h), validated and
	 * kept in their place; 0: no average */
	double ema;
	/* number of steps or of epochs; the other is 0 */
	uint64_t steps, epochs;
	/* steps between validations, between rows of training loss, and between
	 * checkpoints; 0: chosen automatically */
	uint64_t val_every, log_every, save_every;
	/* bytes of decoded images to keep, as text such as "4M" (num_bytes);
	 * NULL: chosen automatically */
	const char *cache;
	/* validations in a row without improvement after which training ends;
	 * 0: never */
	uint64_t patience;
	/* 1: continue when training goes wrong (divergence.h) */
	int keep_going;
	/* checks that may fail: C8, C9 and those of checks.h; or NULL */
	const struct strs *allow;
	int checks;  /* 1: run the checks of checks.h */
	int precise; /* 1: direct convolutions only (net_precise) */
	/* weights file to begin with; NULL: random weights */
	const char *init;
	/* what the weights of INIT were trained on, as far as known; or NULL */
	const struct earlier_list *earlier;
	/* why records do not tell all of it, or NULL: they do */
	const char *earlier_unknown;
	const char *dir; /* directory of the run; NULL: nothing is kept */
	/* the processes that share the training, and what rank 0 knows of the
	 * others (helpers.h); NULL: there is only one process */
	const struct ranks *ranks;
	struct helpers *helpers;
};

struct train {
	/* options, with those chosen automatically */
	struct train_options o;
	struct thread_pool *pool;
	struct cache *cache; /* holds decoded images */
	size_t room;	     /* bytes that the cache keeps */
	struct batch *batch;
	struct prefetch *feed; /* batches made ahead while training */
	struct samples val;    /* images to validate on, perhaps none */
	int normalised;	       /* 1: the manifest has normalisation columns */
	struct net *net;
	struct optimiser optimiser;
	/* gradient, best weights, and the average of the weights or NULL, laid
	 * out like net_weights */
	float *grad, *best, *average;
	/* middle of a batch's targets (crop.h); NULL: the output covers all */
	float *middle;
	struct survey survey;
	struct findings found; /* findings of the checks so far */
	struct weights about;  /* metadata for weights files (trained.h) */
	struct trained before; /* what the file of o.init says, or empty */
	struct train_state state;
	struct metrics_log curve;
	struct step_prints prints;
	char *setting, *data; /* texts for the checkpoint (checkpoint.h) */
	/* step from which training resumed, or 0 */
	uint64_t resumed;
	/* steps of the weights in the last checkpoint and in best.safetensors;
	 * 0: none */
	uint64_t saved, saved_best;
	int ended;    /* 1: the state after the last step was saved */
	int diverged; /* 1: training diverged, and this was reported */
	struct messages messages; /* messages not handed on yet */
	/* seconds that steps took, including waiting for data */
	double stepping;
	struct pace pace; /* times that this process measured */
};

#endif
