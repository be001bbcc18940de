/*
 * plan.h - works out, before training starts, how much work and memory it will
 * take.
 */
#ifndef TRAIN_PLAN_H
#define TRAIN_PLAN_H

#include "train/training.h"

/* Returns the multiply-adds of a training step on N patches of E, all computed
 * by direct convolution.  The gradient with respect to the weights costs as
 * many as the forward pass, and so does that with respect to the activations.
 * The first convolution needs no gradient with respect to the patch. */
double plan_macs(const struct unet *u, size_t n, struct extent e);

/* What memory is taken for. */
enum plan_part {
	PLAN_PROGRAM,	  /* code, libraries, tables */
	PLAN_WEIGHTS,	  /* the weights, the forms of them that kernels read,
			     and the best weights so far */
	PLAN_OPTIMISER,	  /* gradients and Adam's moments */
	PLAN_ACTIVATIONS, /* maps and scratch, of all threads */
	PLAN_BATCHES,	  /* the batch in use and those made ahead */
	PLAN_IMAGES,	  /* decoded images in the cache */
	PLAN_DECODING,	  /* blocks being decoded */
	PLAN_VALIDATION,  /* what validation needs beyond all of the above */
	PLAN_PARTS
};

/* Return the bytes that training takes for PART, or for all parts.  T need not
 * have its network, nor have read its images. */
double plan_part(const struct train *t, enum plan_part part);
double plan_memory(const struct train *t);

/* Returns the bytes of the largest temporary file, in $TMPDIR or /var/tmp.  It
 * holds the prediction of a large image during validation; 0 if all predictions
 * are small enough for memory. */
double plan_scratch(const struct train *t);

/* Returns how many bytes of T's decoded images to keep: o.cache if it is given,
 * else all, but at most half of the memory that the rest of training leaves
 * free. */
size_t plan_room(const struct train *t);

/* Returns 0 if plan_memory(T) bytes are free, or if the system does not tell
 * how many are; else err_sys that says which options to lower.  Call it before
 * much memory is taken. */
int plan_fits(const struct train *t, struct err *err);

/* Write the plan as a line for people, or as a table `name value`. */
void plan_line(const struct train *t, struct buf *to);
void plan_table(const struct train *t, struct out *to);

#endif
