/*
 * validation.h - measures the predictions of whole images by a network during
 * training.
 *
 * Inside lib/train only.
 */
#ifndef TRAIN_VALIDATION_H
#define TRAIN_VALIDATION_H

#include "train/samples.h"
#include "nn/net.h"

struct validation {  /* Scores in normalised units */
	double loss; /* Mean over all pixels of all images */
	/* Mean over the images for which it is defined: those where both
	 * target and prediction vary.  NAN if there are none. */
	double pearson;
	/* Slope and spread are over all pixels, about the mean of each image.
	 * SLOPE is the slope of targets on predictions, NAN if the predictions
	 * do not vary.  SPREAD is the variance of the predictions divided by
	 * the variance of the targets, NAN if the targets do not vary. */
	double slope, spread;
	size_t flat; /* Number of images with a constant prediction */
};

/* Predicts every image of S (at least one), one after the other.  Each
 * prediction is compared with its target in the part that both images show.
 * Returns 0 if TO is filled, 1 if stopped, and -1 with ERR set.  Calls STOP,
 * which may be NULL, between images, and stops if it returns 1.  A prediction
 * of more than a few megapixels is kept in a file (file/scratch.h).  No source
 * or target is held whole. */
int validation_run(struct validation *to, const struct samples *s,
		   struct net *net, struct thread_pool *pool,
		   const struct loss *loss, int (*stop)(void *arg), void *arg,
		   struct err *err);

#endif
