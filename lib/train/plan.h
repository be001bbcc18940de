/*
 * plan.h - the work and memory that training will take, computed before it
 * starts.
 */
#ifndef TRAIN_PLAN_H
#define TRAIN_PLAN_H

#include "train/training.h"

/* Returns the number of multiply-adds of a training step on N patches of extent
 * E, if all convolutions are direct.  The forward pass, the gradient by the
 * weights and the gradient by the maps take the same number each.  The first
 * convolution needs no gradient by its map. */
double plan_macs(const struct unet *u, size_t n, struct extent e);

/* what memory is for */
enum plan_part {
	PLAN_PROGRAM, /* code, libraries, tables */
	/* the weights, the forms of them that kernels read, and the best
	 * weights so far */
	PLAN_WEIGHTS,
	PLAN_OPTIMISER,	  /* gradients and Adam's moments */
	PLAN_ACTIVATIONS, /* maps and scratch, of all threads */
	PLAN_BATCHES,	  /* the batch in use and those made ahead */
	PLAN_IMAGES,	  /* decoded images in the cache */
	PLAN_DECODING,	  /* blocks being decoded */
	PLAN_VALIDATION,  /* what validation needs beyond all of the above */
	PLAN_PARTS
};

/* Return the bytes that training takes, for PART or in all.  T need not have
 * its network or have read its images. */
double plan_part(const struct train *t, enum plan_part part);
double plan_memory(const struct train *t);

/* Returns the bytes of the largest temporary file, or 0 if there is none.  It
 * holds the prediction of a large image during validation, in $TMPDIR or
 * /var/tmp. */
double plan_scratch(const struct train *t);

/* Returns the bytes of decoded images to keep.  This is o.cache if it is given.
 * Otherwise it is the size of all images, but at most half of the memory that
 * the rest of training leaves free. */
size_t plan_room(const struct train *t);

/* Fails with err_sys if fewer than plan_memory(T) bytes are free; the message
 * says which options to lower.  Call it before much memory is taken. */
int plan_fits(const struct train *t, struct err *err);

/* Adds to the messages of T what is about to be trained, on what. */
void plan_tell(struct train *t);

/* Writes the plan as a table `name value`.  Measures how long training will
 * take, by some steps and by the prediction of some validation images, and says
 * so in T->messages.  T cannot be trained afterwards. */
int plan_table(struct train *t, struct out *to, struct err *err);

/* Trains with a learning rate that grows from step to step until the loss
 * rises, and writes a table `step lr loss smoothed suggested`, where a loss is
 * divided by that of the mean of the targets of its batch.  Says in T->messages
 * which rate is suggested.  T cannot be trained afterwards.  Fails with err_no
 * if no rate makes the loss fall. */
int plan_rates(struct train *t, struct out *to, struct err *err);

#endif
