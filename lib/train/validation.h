/*
 * validation.h - measures how well a network predicts whole images, during
 * training.
 *
 * Inside lib/train only.
 */
#ifndef TRAIN_VALIDATION_H
#define TRAIN_VALIDATION_H

#include "base/messages.h"
#include "batch/samples.h"
#include "nn/net.h"
#include "train/training.h"

struct validation { /* scores in normalised units */
	/* mean over all pixels of all images; a loss that is no mean over
	 * pixels is that of each whole image, as often as it has pixels */
	double loss;
	/* mean over the images in which both target and prediction vary; NAN:
	 * there is none */
	double pearson;
	/* Over all pixels, about the mean of each image: the slope of targets
	 * on predictions, and the variance of the predictions divided by that
	 * of the targets.  NAN if the divisor does not vary. */
	double slope, spread;
	size_t flat; /* number of images with a constant prediction */
};

/* what one image adds to that */
struct validation_image {
	double loss, r, xx, xy, yy;
	int varies; /* 1: the prediction is not constant */
};

struct validation_sum { /* all-zero: of no image */
	double loss, r, xx, xy, yy;
	size_t rs, flat;
};

/* Predicts every image of S (at least one) and compares it with its target in
 * the part that both show.  STOP, unless NULL, is called between images.  SEEN,
 * unless NULL, gets the middles of some of them; the caller releases it.
 * Returns 0 with TO filled, or 1 if STOP returned 1, or -1 with ERR filled.  No
 * image is held whole; a prediction of more than a few megapixels is in a file
 * (file/scratch.h). */
int validation_run(struct validation *to, const struct samples *s,
		   struct net *net, struct thread_pool *pool,
		   const struct objective *loss, struct glimpses *seen,
		   int (*stop)(void *arg), void *arg, struct err *err);

/* Do a part of this each: the scores of image I, their sum in the order of the
 * images, and what comes of all sums. */
int validation_image(struct validation_image *to, const struct samples *s,
		     size_t i, struct net *net, struct thread_pool *pool,
		     const struct objective *loss, struct glimpses *seen,
		     struct err *err);
void validation_add(struct validation_sum *to,
		    const struct validation_image *i);
void validation_end(struct validation *to, const struct validation_sum *all,
		    const struct samples *s);

/* Appends a text such as "val loss 0.0024, 0.12 of the mean's, pearson 0.9734";
 * SPLIT is "val" here.  MEAN_LOSS is the loss of predicting the mean. */
void validation_text(struct buf *to, const char *split, double loss,
		     double mean_loss, double pearson);

/* Warns in TO that all predictions of STEP were constant. */
void validation_flat(uint64_t step, struct messages *to);

#endif
