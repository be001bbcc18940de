/*
 * train.h - the training loop: batches, gradients, Adam, validation,
 * checkpoints.
 *
 * Equal options and images give equal weights and metrics, byte for byte, for
 * any number of threads, and even if training was stopped or killed and
 * resumed.
 */
#ifndef TRAIN_TRAIN_H
#define TRAIN_TRAIN_H

#include "base/messages.h"
#include "train/training.h"

/* functions of the caller, each of which may be NULL */
struct train_calls {
	void *arg;
	/* returns 1 to write a checkpoint and end, else 0; also called in a
	 * step */
	int (*stop)(void *arg);
	/* returns 1 to write a checkpoint now, else 0 */
	int (*save)(void *arg);
	/* called once, after the checks and before the first step */
	void (*ready)(void *arg);
	/* called after each step */
	void (*step)(void *arg, const struct train *t);
	/* called after each validation, with the middles of some images, which
	 * train_run releases */
	void (*validated)(void *arg, const struct train *t,
			  const struct glimpses *g);
	/* prints the messages M, which train_run releases */
	void (*tell)(void *arg, struct messages *m);
};

/* Trains T, from setup_training, and resumes from a checkpoint in o.dir if
 * there is one.  Returns
 * - 0 if training is done: T->best has the best weights
 * - 1 if it was stopped: a checkpoint was written, if there is o.dir
 * - -1 if it failed: the last checkpoint is kept.  err_no means that a check
 *   failed, that training diverged, that no validation gave a finite loss, or
 *   that patches were not learnt by heart (divergence_overfit). */
int train_run(struct train *t, const struct train_calls *calls,
	      struct err *err);

/* Writes the best weights to the file WEIGHTS and the metrics to the file
 * METRICS, each unless NULL.  Call it after train_run returned 0. */
int train_write(struct train *t, const char *weights, const char *metrics,
		struct err *err);

/* Returns the smoothed loss of the steps so far, NAN before the first. */
double train_loss(const struct train *t);

/* Returns the share of the time of all steps that was spent waiting for
 * data. */
double train_waiting(const struct train *t);
/* Returns the seconds until the last step is done, with validations and
 * checkpoints; NAN before the first step is done.  Does not foresee an early
 * end (patience). */
double train_left(const struct train *t);

#endif
