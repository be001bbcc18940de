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

/* Adds to ARGS the options, and to FILES the files in DIR, with which a
 * training of MORE steps goes on from the finished one in DIR so that both are
 * as one.  Fails with err_data if it cannot, and with err_usage if it has done
 * as many. */
int setup_go_on(const char *dir, const char *more, struct strs *args,
		struct strs *files, struct err *err);

#endif
