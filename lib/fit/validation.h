/*
 * validation.h - how well a network does on whole images, while it trains.
 *
 * Inside lib/fit only.
 */
#ifndef FIT_VALIDATION_H
#define FIT_VALIDATION_H

#include "fit/samples.h"
#include "nn/net.h"

struct validation {	/* in normalised units */
	double loss;	/* mean over all pixels of all images */
	double pearson; /* mean over the images where it is defined (target
			   and prediction vary); none: NAN */
	size_t flat;	/* images whose prediction is constant */
};

/* Predict every image of S (at least one), one after the other, and compare
 * each with its target where both show the same.  Predictions of more than a
 * few megapixels lie in a file (file/scratch.h); no image is held whole.  STOP
 * (may be NULL) is asked between images.  0: TO is filled, 1: stopped, -1: ERR
 * is filled. */
int validation_run(struct validation *to, const struct samples *s,
		   struct net *net, struct thread_pool *pool,
		   const struct loss *loss, int (*stop)(void *arg), void *arg,
		   struct err *err);

#endif
