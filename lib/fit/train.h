/*
 * train.h - the training loop: batches, gradients, Adam, validation,
 * checkpoints.
 *
 * Equal options and images give equal weights and metrics, byte for byte,
 * for any number of threads and however often training was stopped, killed
 * and resumed.
 */
#ifndef FIT_TRAIN_H
#define FIT_TRAIN_H

#include "base/messages.h"
#include "fit/training.h"

/* Whom training calls; each may be NULL. */
struct train_calls {
	void *arg;
	int (*stop)(void *arg); /* returns 1: write a checkpoint and end */
	int (*save)(void *arg); /* returns 1: write a checkpoint now */
	void (*step)(void *arg, const struct train *t); /* one was done */
	/* There are messages in M, to be printed and released now. */
	void (*tell)(void *arg, struct messages *m);
};

/* Train what setup_training made, from the checkpoint in o.dir if there is
 * one.  0: done, the best weights are in T->best; 1: stopped, a checkpoint
 * was written; -1: ERR says why, the last checkpoint is untouched (err_no:
 * diverged). */
int train_run(struct train *t, const struct train_calls *calls,
	      struct err *err);

/* After a run that is done: write the best weights to WEIGHTS and the
 * metrics to METRICS; either may be NULL. */
int train_write(struct train *t, const char *weights, const char *metrics,
		struct err *err);

/* Smoothed loss of the steps so far. */
double train_loss(const struct train *t);
/* Share of the steps' time so far that was spent waiting for data. */
double train_waiting(const struct train *t);

#endif
