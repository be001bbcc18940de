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
	/* the means over the channels; of pearson those that are defined */
	double loss, pearson;
	size_t channels; /* of the targets */
	struct validation_channel {
		/* mean over all pixels of all images; a loss that is not a mean
		 * over pixels is taken of each image and weighted by its number
		 * of pixels */
		double loss;
		/* mean over the images in which both target and prediction
		 * vary; NAN: there is none */
		double pearson;
		/* over all pixels, about the mean of each image: the slope of
		 * targets on predictions, and the variance of predictions
		 * divided by that of targets; NAN if the divisor is 0 */
		double slope, spread;
		size_t flat; /* number of images with a constant prediction */
	} channel[CHANNELS_MOST];
};

/* sums of one image, for each channel */
struct validation_image {
	struct validation_part {
		double loss, r, xx, xy, yy;
		int varies; /* 1: the prediction is not constant */
	} channel[CHANNELS_MOST];
};

struct validation_sum { /* all-zero: of no image */
	struct validation_total {
		double loss, r, xx, xy, yy;
		size_t rs, flat;
	} channel[CHANNELS_MOST];
};

/* Predicts every image of S (at least one) and compares it with its target in
 * the part that both show.  Returns 0 with TO filled, 1 if STOP returned 1, or
 * -1.  STOP (or NULL) is called between images.  SEEN (or NULL) gets the
 * middles of some images; the caller frees its planes.  No image is held whole;
 * a large prediction is in a temporary file (file/scratch.h). */
int validation_run(struct validation *to, const struct samples *s,
		   struct net *net, struct thread_pool *pool,
		   const struct objective *loss, struct glimpses *seen,
		   int (*stop)(void *arg), void *arg, struct err *err);

/* Do a part of validation_run each: compute the sums of image I, add them up in
 * the order of the images, and make scores of all sums. */
int validation_image(struct validation_image *to, const struct samples *s,
		     size_t i, struct net *net, struct thread_pool *pool,
		     const struct objective *loss, struct glimpses *seen,
		     struct err *err);
void validation_add(struct validation_sum *to,
		    const struct validation_image *i);
void validation_end(struct validation *to, const struct validation_sum *all,
		    const struct samples *s);

/* Appends a text such as "val loss 0.0024, 0.12 of the mean's, pearson 0.9734",
 * where SPLIT is "val".  MEAN_LOSS is the loss of predicting the mean. */
void validation_text(struct buf *to, const char *split, double loss,
		     double mean_loss, double pearson);

/* Adds a warning to TO if all N predictions at step STEP were constant, in some
 * channel. */
void validation_flat(const struct validation *v, size_t n, uint64_t step,
		     struct messages *to);

/* Adds the rows of V to T->curve: of several channels of the targets, "loss" is
 * the mean over them, and "loss.c1" that of one. */
int validation_keep(struct train *t, const struct validation *v,
		    struct err *err);

/* Adds to T->messages what V is, of each channel, too. */
void validation_tell(struct train *t, const struct validation *v, int is_best);

/* Warns in T->messages if the best weights are no better than a baseline, in
 * some channel. */
void validation_trivial(struct train *t);

#endif
