/*
 * setup.h - sets training up: checks the options, reads the images, makes the
 * network.
 */
#ifndef TRAIN_SETUP_H
#define TRAIN_SETUP_H

#include "train/training.h"

/* Checks the options, reads all images and makes the network.  Returns the
 * training, which the caller frees with setup_free, or NULL with ERR.  Writes
 * no file.  P, POOL and what O points to must outlive the training. */
struct train *setup_training(const struct train_options *o,
			     const struct manifest *p, struct thread_pool *pool,
			     struct err *err);
void setup_free(struct train *t);

/* Prepares to continue the finished training in DIR up to MORE steps (a number
 * as text), as if it had begun with so many.  Adds to ARGS the options for
 * that, and to FILES the names of the files in DIR to continue.  Fails with
 * err_data if that cannot be done, and with err_usage if the training already
 * has MORE steps. */
int setup_go_on(const char *dir, const char *more, struct strs *args,
		struct strs *files, struct err *err);

#endif
