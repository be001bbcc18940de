/*
 * train.h - the training loop: batches, gradients, Adam, validation,
 * checkpoints.
 *
 * Equal options and images give equal weights and metrics, byte for byte,
 * for any number of threads and however often training was stopped, killed
 * and resumed.
 */
#ifndef TRAIN_TRAIN_H
#define TRAIN_TRAIN_H

#include "base/messages.h"
#include "train/training.h"

/* Functions of the caller that training calls; each may be NULL. */
struct train_calls {
	void *arg;
	int (*stop)(void *arg); /* returns 1: write a checkpoint and end */
	int (*save)(void *arg); /* returns 1: write a checkpoint now */
	void (*step)(void *arg, const struct train *t); /* a step is done */
	/* M has messages: print them and release M. */
	void (*tell)(void *arg, struct messages *m);
};

/* Train what setup_training made, from the checkpoint in o.dir if there is one.
 * Returns 0 if training is done: the best weights are in T->best; 1 if it was
 * stopped: a checkpoint was written; -1 with ERR set if it failed (err_no: it
 * diverged): the last checkpoint is untouched. */
int train_run(struct train *t, const struct train_calls *calls,
	      struct err *err);

/* After train_run returned 0: write the best weights to the file WEIGHTS and
 * the metrics to the file METRICS; either may be NULL. */
int train_write(struct train *t, const char *weights, const char *metrics,
		struct err *err);

/* Returns the smoothed loss of the steps so far. */
double train_loss(const struct train *t);
/* Returns which share of the time of all steps so far was spent waiting for
 * data. */
double train_waiting(const struct train *t);

#endif
