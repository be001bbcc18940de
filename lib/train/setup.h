/*
 * setup.h - sets training up: checks the options, reads the images, makes the
 * network.
 */
#ifndef TRAIN_SETUP_H
#define TRAIN_SETUP_H

#include "train/training.h"

/* Checks the options, reads every image once and makes the network.  Returns
 * the training, which the caller frees with setup_free, or NULL with ERR
 * filled.  Writes no file.  P, POOL and the texts of O must outlive the
 * training. */
struct train *setup_training(const struct train_options *o,
			     const struct manifest *p, struct thread_pool *pool,
			     struct err *err);
void setup_free(struct train *t);

#endif
