/*
 * validation.h - measures, during training, how well a network predicts whole
 * images.
 *
 * Inside lib/train only.
 */
#ifndef TRAIN_VALIDATION_H
#define TRAIN_VALIDATION_H

#include "train/samples.h"
#include "nn/net.h"

struct validation {	/* in normalised units */
	double loss;	/* mean over all pixels of all images */
	double pearson; /* mean over the images for which it is defined (target
			   and prediction vary); NAN if there are none */
	/* Over all pixels, about each image's own mean: the slope of targets on
	 * predictions, NAN if these do not vary, and the variance of the
	 * predictions as a share of the targets', NAN if those do not. */
	double slope, spread;
	size_t flat; /* how many images have a constant prediction */
};

/* Predict every image of S (at least one), one after the other, and compare it
 * with its target in the part that both images show.  Predictions of more than
 * a few megapixels are kept in a file (file/scratch.h); no source or target is
 * held whole.  Between images it calls STOP (which may be NULL), and ends if
 * STOP returns 1.  Returns 0 if TO is filled, 1 if stopped, -1 with ERR set. */
int validation_run(struct validation *to, const struct samples *s,
		   struct net *net, struct thread_pool *pool,
		   const struct loss *loss, int (*stop)(void *arg), void *arg,
		   struct err *err);

#endif
