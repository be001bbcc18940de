/*
 * plan.h - what training will need, worked out beforehand.
 */
#ifndef FIT_PLAN_H
#define FIT_PLAN_H

#include "fit/training.h"

/* Multiply-adds of a training step on N patches of E by direct
 * convolution: forward, and the gradients by weights and by activations,
 * each as dear as that, but none by the patch itself. */
double plan_macs(const struct unet *u, size_t n, struct extent e);

/* Where memory goes. */
enum plan_part {
	PLAN_PROGRAM,	  /* code, libraries, tables */
	PLAN_WEIGHTS,	  /* and forms of them that kernels like; the
				   best so far */
	PLAN_OPTIMISER,	  /* gradients and Adam's moments */
	PLAN_ACTIVATIONS, /* maps and scratch, of all threads */
	PLAN_BATCHES,	  /* in use and ahead */
	PLAN_IMAGES,	  /* decoded ones that are kept */
	PLAN_DECODING,	  /* blocks under way */
	PLAN_VALIDATION,  /* what it takes beyond all that */
	PLAN_PARTS
};

/* Bytes that training takes for PART, and in all; before T has its network
 * or has read its images, too. */
double plan_part(const struct train *t, enum plan_part part);
double plan_memory(const struct train *t);

/* Bytes of the largest file of temporary pixels, in $TMPDIR or /var/tmp: of
 * a prediction while it is validated; 0: all are in memory. */
double plan_scratch(const struct train *t);

/* Bytes to keep of T's images: o.cache, or all, or half of what is free
 * beside the rest. */
size_t plan_room(const struct train *t);

/* 0 when that much memory can be had, or the system does not say; else
 * err_sys that says what to lower.  To be asked before much is taken. */
int plan_fits(const struct train *t, struct err *err);

/* All that in a line for people, and as a table `name value`. */
void plan_line(const struct train *t, struct buf *to);
void plan_table(const struct train *t, struct out *to);

#endif
