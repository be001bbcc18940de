/*
 * train.h - training: batches, gradients, Adam, validation, checkpoints.
 *
 * The same options and images give the same weights and the same metrics,
 * byte for byte, for any number of threads and however often training was
 * stopped, killed and gone on with.
 */
#ifndef FIT_TRAIN_H
#define FIT_TRAIN_H

#include "fit/batch.h"
#include "fit/checkpoint.h"
#include "fit/metrics_log.h"
#include "fit/prefetch.h"

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
	/* Either is given, the other one 0. */
	uint64_t steps, epochs;
	/* Steps between validations, rows of training loss, checkpoints;
	 * 0: chosen. */
	uint64_t val_every, log_every, save_every;
	const char *cache; /* bytes of decoded images that are kept, as
				   num_bytes reads it; NULL: chosen */
	int precise;	   /* direct convolutions only: net_precise */
	const char *init;  /* weights to begin with, or NULL: drawn */
	const char *dir;   /* of the run, or NULL: nothing is kept */
};

struct train {
	struct train_options o; /* with all that was chosen */
	struct thread_pool *pool;
	struct cache *cache; /* of all images */
	size_t room;	     /* bytes that it keeps */
	struct batch *batch;
	struct prefetch *feed; /* while it trains */
	struct samples val;    /* may be empty */
	int normalised;	       /* the manifest says how */
	struct net *net;
	struct adam adam;
	float *grad, *best; /* like net_weights */
	float *middle;	    /* of a batch's targets; NULL: all is used */
	struct train_state at;
	struct metrics_log curve;
	char *setting, *data;	    /* see checkpoint.h */
	uint64_t resumed;	    /* step it went on from, 0: the start */
	uint64_t saved, saved_best; /* steps of the files; 0: none */
	double stepping; /* seconds that steps took, waiting included */
};

/* How training talks; any of them may be NULL. */
struct train_talk {
	void *arg;
	int (*stop)(void *arg);				/* 1: stop soon */
	void (*step)(void *arg, const struct train *t); /* one was done */
	void (*say)(void *arg, int warning, const char *text);
};

/* Check the options, read every image once, make the network; writes nothing.
 * P, POOL and the texts of O must outlive T.  NULL with ERR. */
struct train *train_new(const struct train_options *o, const struct manifest *p,
			struct thread_pool *pool, struct err *err);
void train_free(struct train *t);

/* Train, from the checkpoint in o.dir if there is one.  0: done, the
 * best weights are in T->best; 1: stopped, a checkpoint was written; -1:
 * ERR says why, the last checkpoint is as it was (err_no: diverged). */
int train_run(struct train *t, const struct train_talk *talk, struct err *err);

/* After a run that was done: write the best weights and the metrics; NULL:
 * not that one. */
int train_write(struct train *t, const char *weights, const char *metrics,
		struct err *err);

/* 0 when U takes patches of B's sides, else err_usage that says which it
 * does. */
int crop_patch(const struct unet *u, const struct batch_options *b,
	       struct err *err);
/* Sides of a patch. */
struct extent crop_extent(const struct train_options *o);

/* Pixels of a batch's targets that the network's output lies over, when it
 * is smaller than the patch; else 0. */
size_t crop_middle_len(const struct train_options *o);
/* These of the targets Y: Y itself, or T->middle filled. */
const float *crop_middle(struct train *t, const float *y);

/* Smoothed loss of the steps so far. */
double train_loss(const struct train *t);
/* Share of the time of the steps so far that went by waiting for data. */
double train_waiting(const struct train *t);

#endif
