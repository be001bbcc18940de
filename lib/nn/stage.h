/*
 * stage.h - the operators of a network for stacks (ndim 3), on the slices of
 * one sample.
 *
 * The gradient by a map overwrites the map once its values have been used.
 * Each operator masks it: dx is set to 0 where x is 0 or less, since x comes
 * from a ReLU.  The dy that it is given has been masked so.
 *
 * The work is cut into pieces, which any thread may do.  How it is cut changes
 * no bit, but for the gradient by the weights.  That is made in slots, which
 * depend on the sides alone and are added in their order.
 *
 * Inside lib/nn only.
 */
#ifndef NN_STAGE_H
#define NN_STAGE_H

#include <stdint.h>

#include "kernel/conv_form.h"
#include "nn/volume_maps.h"

struct stage {
	const struct stage_op *op;
	struct volume_maps x, y;
	const struct conv *conv; /* for conv and upconv */
	int fast;		 /* 1: conv uses volume_conv.h where it suits */
	int relu;		 /* 1: conv ends with y = max(y, 0) */
	/* 1: conv adds to y, where upconv has put the share of the doubled
	 * channels */
	int add;
	int wanted; /* 1: dx is wanted */
	size_t k;   /* factor of pool and up */
	/* for each pixel of y, the index (0 to k^3 - 1) of the pixel that pool
	 * took: stage_pool_len(y) in all; NULL: not wanted */
	uint16_t *which;
};

/* slices FROM to TO - 1 of y, and the number of threads */
struct stage_span {
	size_t from, to, threads;
};

struct stage_op {
	/* Returns how many slices of y the first SLICES slices of x allow to
	 * compute. */
	size_t (*reach)(const struct stage *s, size_t slices);
	/* Returns the first slice of x that slice SLICE of y needs. */
	size_t (*needs)(const struct stage *s, size_t slice);
	/* Forward does one piece of the work.  Pieces returns the number of
	 * pieces.  SCRATCH has conv_form_scratch_len floats. */
	size_t (*pieces)(const struct stage *s, const struct stage_span *span);
	void (*forward)(const struct stage *s, const struct stage_span *span,
			size_t piece, float *scratch);
	/* Grad does one piece of the gradient by the weights: it sets a part of
	 * one slot.  Slots and grad_pieces return the numbers of slots and
	 * pieces.  Slot I is a vector (weights, bias) at SLOTS + I *
	 * stage_slot_len.  NULL: there are no weights. */
	size_t (*slots)(const struct stage *s);
	size_t (*grad_pieces)(const struct stage *s);
	void (*grad)(const struct stage *s, size_t piece, float *slots,
		     float *scratch);
	/* Back does one piece of dx, after all pieces of grad.  Back_pieces
	 * returns the number of pieces.  NULL: grad computes dx, too. */
	size_t (*back_pieces)(const struct stage *s, size_t threads);
	void (*back)(const struct stage *s, size_t piece, size_t threads,
		     float *scratch);
};

/* Returns the number of floats in a slot. */
size_t stage_slot_len(const struct stage *s);

/* stage_conv is a convolution.  stage_upconv is the part of it for the last
 * conv->up channels, without bias.  Each pixel of these channels stands for 2 x
 * 2 x 2 pixels. */
extern const struct stage_op stage_conv, stage_upconv;

/* The maximum of each block of k x k x k pixels.  The gradient is added to the
 * value of the first pixel that has it. */
extern const struct stage_op stage_pool;
size_t stage_pool_len(const struct volume_maps *y);

/* Copies each pixel to a block of k x k x k pixels. */
extern const struct stage_op stage_up;

/* Copies the middle of x. */
extern const struct stage_op stage_crop;

#endif
