/*
 * stage.h - the operators of a network for stacks (ndim 3), on the slices of
 * one sample.
 *
 * The gradient by a map overwrites the map once its values have been used.  If
 * x comes from a ReLU, the operator that computes dx also does the ReLU's part:
 * it sets dx to 0 where x is 0 or less.  So the dy that an operator gets is
 * complete.
 *
 * The work is cut into pieces.  Any thread may do any piece, and the cut
 * changes no bit of the result.  The gradient by the weights is first computed
 * in parts, the slots, which are then added in their order.  The number of
 * slots depends only on the sides of the sample.
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
	/* 1: conv adds to y, which has the result of upconv for the doubled
	 * channels */
	int add;
	int wanted; /* 1: dx is wanted */
	size_t k;   /* factor of pool and up */
	/* for each pixel of y, the index (0 to k^3 - 1) of the pixel of x that
	 * pool took; stage_pool_len(y) numbers.  NULL: not wanted */
	uint16_t *which;
};

/* slices FROM to TO - 1 of y, and the number of threads */
struct stage_span {
	size_t from, to, threads;
};

struct stage_op {
	/* Returns how many slices of y can be computed from the first SLICES
	 * slices of x. */
	size_t (*reach)(const struct stage *s, size_t slices);
	/* Returns the first slice of x that is needed to compute slice SLICE of
	 * y. */
	size_t (*needs)(const struct stage *s, size_t slice);
	/* Forward does one piece of the work; pieces returns their number.
	 * SCRATCH has conv_form_scratch_len floats, and at least a row of x. */
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
	/* Back does one piece of dx, after all pieces of grad; back_pieces
	 * returns their number.  NULL: grad computes dx, too. */
	size_t (*back_pieces)(const struct stage *s, size_t threads);
	void (*back)(const struct stage *s, size_t piece, size_t threads,
		     float *scratch);
};

/* Returns the number of floats in a slot. */
size_t stage_slot_len(const struct stage *s);

/* Returns the number of floats in all slots of S; 0 if it has no weights. */
size_t stage_slots_len(const struct stage *s);

/* Adds numbers FROM to TO - 1 of each slot to SUM, one slot after the other. */
void stage_slots_add(const struct stage *s, const float *slots, size_t from,
		     size_t to, double *sum);

/* stage_conv is a convolution.  stage_upconv is the part of it for the last
 * conv->up channels, without bias; each pixel of these channels stands for 2 x
 * 2 x 2 pixels. */
extern const struct stage_op stage_conv, stage_upconv;

/* Takes the maximum of each block of k x k x k pixels.  The gradient goes to
 * the first pixel of the block that has this maximum. */
extern const struct stage_op stage_pool;
size_t stage_pool_len(const struct volume_maps *y);

/* Copies each pixel to a block of k x k x k pixels. */
extern const struct stage_op stage_up;

/* Interpolates between pixels: y has k times as many along each axis. */
extern const struct stage_op stage_up_linear;

/* Copies the middle of x. */
extern const struct stage_op stage_crop;

#endif
