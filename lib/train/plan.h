/*
 * plan.h - computes the work and memory that training will take, before it
 * starts.
 */
#ifndef TRAIN_PLAN_H
#define TRAIN_PLAN_H

#include "train/training.h"

/* Returns the number of multiply-adds of a training step on N patches of
 * extent E, if all convolutions are direct.  The forward pass takes some
 * number of them.  The gradient with respect to the weights takes the same
 * number.  So does the gradient with respect to the activations, but the first
 * convolution does not need that. */
double plan_macs(const struct unet *u, size_t n, struct extent e);

/* Purposes of memory. */
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

/* Return the number of bytes that training takes, for PART or for all parts.
 * T need not have its network, and need not have read its images. */
double plan_part(const struct train *t, enum plan_part part);
double plan_memory(const struct train *t);

/* Returns the number of bytes of the largest temporary file, in $TMPDIR or
 * /var/tmp.  The file holds the prediction of a large image during validation.
 * Returns 0 if all predictions are small enough for memory. */
double plan_scratch(const struct train *t);

/* Returns the number of bytes of decoded images to keep.  This is o.cache if
 * it is given.  Otherwise it is the size of all images, but at most half of
 * the memory that the rest of training leaves free. */
size_t plan_room(const struct train *t);

/* Returns 0 if plan_memory(T) bytes are free, or if the system does not tell
 * how many bytes are free.  Fails with err_sys otherwise; the message says
 * which options to lower.  Call this before much memory is taken. */
int plan_fits(const struct train *t, struct err *err);

/* Write the plan: plan_line as a line for people, plan_table as a table `name
 * value`. */
void plan_line(const struct train *t, struct buf *to);
void plan_table(const struct train *t, struct out *to);

#endif
