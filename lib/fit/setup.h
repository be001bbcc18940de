/*
 * setup.h - what training starts from: options checked, images read, network
 * made.
 */
#ifndef FIT_SETUP_H
#define FIT_SETUP_H

#include "fit/training.h"

/* Check the options, read every image once, make the network; writes nothing.
 * P, POOL and the texts of O must outlive what it returns (freed with
 * setup_free).  NULL with ERR. */
struct train *setup_training(const struct train_options *o,
			     const struct manifest *p, struct thread_pool *pool,
			     struct err *err);
void setup_free(struct train *t);

#endif
