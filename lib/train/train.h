/*
 * train.h - the training loop: batches, gradients, Adam, validation,
 * checkpoints.
 *
 * Equal options and images give equal weights and metrics, byte for byte.  This
 * is true for any number of threads.  It is also true if training was stopped,
 * or killed, and resumed.
 */
#ifndef TRAIN_TRAIN_H
#define TRAIN_TRAIN_H

#include "base/messages.h"
#include "train/training.h"

/* Functions of the caller that training calls; each may be NULL. */
struct train_calls {
	void *arg;
	/* Returns 1 to write a checkpoint and end, else 0 */
	int (*stop)(void *arg);
	/* Returns 1 to write a checkpoint now, else 0 */
	int (*save)(void *arg);
	/* Told that a step is done */
	void (*step)(void *arg, const struct train *t);
	/* Told that M has messages.  Prints and releases them. */
	void (*tell)(void *arg, struct messages *m);
};

/* Trains T, which is from setup_training.  If there is a checkpoint in o.dir,
 * training resumes from it.  Returns 0 if training is done; T->best then has
 * the best weights.  Returns 1 if training was stopped; a checkpoint was then
 * written.  Returns -1 with ERR set if training failed; the last checkpoint is
 * then untouched.  In this case err_no means that training diverged. */
int train_run(struct train *t, const struct train_calls *calls,
	      struct err *err);

/* Writes the best weights to the file WEIGHTS and the metrics to the file
 * METRICS.  Either name may be NULL.  Call this after train_run returned 0. */
int train_write(struct train *t, const char *weights, const char *metrics,
		struct err *err);

/* Returns the smoothed loss of the steps so far. */
double train_loss(const struct train *t);

/* Returns the share of the time of all steps so far that was spent waiting for
 * data. */
double train_waiting(const struct train *t);

#endif
