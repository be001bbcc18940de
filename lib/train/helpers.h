/*
 * helpers.h - the ranks (ranks/ranks.h) that compute for rank 0 while it
 * trains.
 *
 * Rank 0 checks, updates the weights, validates and writes.  The helpers have
 * the same images and an equal network.  They receive the weights for each
 * step, and send the gradients of their samples or the scores of their val
 * images.
 */
#ifndef TRAIN_HELPERS_H
#define TRAIN_HELPERS_H

#include "train/training.h"
#include "train/validation.h"

struct helpers { /* in rank 0; all-zero: there are none */
	struct ranks_share share;
	/* 1: the helpers have the training; they have answered */
	int started, ready;
};

/* Sets RANKS and H in the options O, then sends O and the manifest P to the
 * helpers, which set up the same training.  THREADS is the number of threads
 * that the user asked for, or 0; POOL has those of rank 0.  Does nothing if
 * RANKS is NULL. */
void helpers_start(struct helpers *h, const struct ranks *ranks,
		   struct train_options *o, const struct manifest *p,
		   int threads, const struct thread_pool *pool);

/* Returns the number of threads of this process: ASKED or, if that is 0, its
 * share of the processors, at least 1.  RANKS may be NULL. */
int helpers_threads(const struct ranks *ranks, int asked);

/* Waits until all helpers are ready to train T.  Fails like a helper that could
 * not set up the training; with err_data if one has other images. */
int helpers_ready(const struct train *t, struct err *err);

/* Does what net_gradient_part does for part I of this step's batch, patches X
 * with targets Y, with the helpers if T has some: the bits are the same.  *LOSS
 * becomes the loss. */
int helpers_gradient(struct train *t, size_t i, const float *x, const float *y,
		     double *loss, struct err *err);

/* Does what validation_run does, with the helpers if T has some.  STOP is then
 * called after every image of each rank. */
int helpers_validation(struct validation *to, struct train *t,
		       struct glimpses *seen, int (*stop)(void *arg), void *arg,
		       struct err *err);

/* Ends the helpers.  Rank 0 calls it once, even without helpers_start.  RANKS
 * may not be NULL. */
void helpers_end(struct helpers *h, const struct ranks *ranks);

/* Computes as a helper until rank 0 calls helpers_end. */
void helpers_serve(const struct ranks *ranks);

#endif
