/*
 * validation.h - how well a network does on whole images, while it trains.
 */
#ifndef FIT_VALIDATION_H
#define FIT_VALIDATION_H

#include "fit/samples.h"
#include "nn/net.h"

struct validation {	/* in normalised units */
	double loss;	/* mean over all pixels of all images */
	double pearson; /* mean over the images where it exists
				   (neither image constant); else NAN */
	size_t flat;	/* images predicted as one constant */
};

/* Predict every image of S (at least one) whole, one after the other, and
 * compare it with its target where both show the same; no image is held
 * whole but a prediction of a few megapixels (base/scratch.h).  STOP (may be
 * NULL) is asked between images.  0: TO is filled, 1: stopped, -1: ERR is. */
int validation_run(struct validation *to, const struct samples *s,
		   struct net *net, struct thread_pool *pool,
		   const struct loss *loss, int (*stop)(void *arg), void *arg,
		   struct err *err);

#endif
