/*
 * plan.h - the work and memory that training will take, computed before it
 * starts.
 */
#ifndef TRAIN_PLAN_H
#define TRAIN_PLAN_H

#include "train/training.h"

/* Returns the number of multiply-adds of a training step on N patches of extent
 * E with direct convolutions.  The forward pass, the gradient of the weights
 * and the gradient of the maps take the same number each.  The first
 * convolution needs no gradient of its map. */
double plan_macs(const struct unet *u, size_t n, struct extent e);

/* what memory is for */
enum plan_part {
	PLAN_PROGRAM, /* code, libraries, tables */
	/* the weights, the forms of them that kernels read, and the best
	 * weights so far */
	PLAN_WEIGHTS,
	/* gradients, the optimiser's moments, the average of the weights */
	PLAN_OPTIMISER,
	PLAN_ACTIVATIONS, /* maps and scratch, of all threads */
	PLAN_BATCHES,	  /* the batch in use and those made ahead */
	PLAN_IMAGES,	  /* decoded images in the cache */
	PLAN_DECODING,	  /* blocks being decoded */
	PLAN_VALIDATION,  /* what validation needs beyond all of the above */
	PLAN_PARTS
};

/* Return the bytes that training takes, for PART or in all.  T may lack its
 * network and its images. */
double plan_part(const struct train *t, enum plan_part part);
double plan_memory(const struct train *t);

/* Returns the bytes of the largest temporary file, or 0: the prediction of a
 * large image during validation, in $TMPDIR or /var/tmp. */
double plan_scratch(const struct train *t);

/* Returns the bytes of decoded images to keep: o.cache or, if not given, the
 * size of all images, but at most half of the memory that the rest of training
 * leaves free. */
size_t plan_room(const struct train *t);

/* Fails with err_sys if fewer than plan_memory(T) bytes are free; the message
 * says which options to lower. */
int plan_fits(const struct train *t, struct err *err);

/* Adds to T->messages what is trained, on what, and the losses of the
 * baselines. */
void plan_tell(struct train *t);

/* Writes the plan as a table `name value` to TO.  Measures some steps and the
 * prediction of some val images, and adds the time that training will take to
 * T->messages.  T cannot be trained afterwards. */
int plan_table(struct train *t, struct out *to, struct err *err);

/* Trains with a learning rate that grows from step to step until the loss
 * rises, at most 100 steps.  Writes a table `step lr loss smoothed suggested`
 * to TO; its loss is divided by that of predicting the mean of the step's
 * targets.  Adds the suggested rate to T->messages.  T cannot be trained
 * afterwards.  Fails with err_no if no rate makes the loss fall. */
int plan_rates(struct train *t, struct out *to, struct err *err);

#endif
