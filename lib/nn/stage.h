/*
 * stage.h - the operators of a network of ndim 3, on one sample's slices.
 *
 * The gradient with respect to a map lies in the memory of the map's values.
 * It is written when the values have been used.  All maps but the network's
 * input and output are outputs of a ReLU, or copies or maxima of such outputs.
 * The gradient of a ReLU is 0 where its output is 0.  So each operator sets its
 * gradient with respect to x to 0 where x is 0 or less.  The gradient with
 * respect to y, which the operator is given, is already 0 where y is 0 or less.
 *
 * The work is cut into pieces, which any thread may do.  Results do not depend
 * on how it is cut, except for the gradient with respect to the weights.  For
 * this gradient, the pieces depend on the sides alone.  Each piece belongs to a
 * slot.  The sum of a slot is one vector, and the slots must be added in their
 * order.
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
	const struct conv *conv; /* Convolution of conv and upconv */
	int fast; /* 1: conv uses volume_conv.h if that suits the convolution */
	int relu; /* 1: conv ends with y = max(y, 0) */
	/* 1: conv adds to y, where upconv has put its result for the doubled
	 * channels */
	int add;
	int wanted; /* 1: the gradient with respect to x is wanted */
	size_t k;   /* Factor of pool and up */
	/* Index, from 0 to k^3 - 1, of the pixel that pool took as the
	 * maximum, for each pixel of y.  There are stage_pool_len(y) of
	 * these.  NULL: not wanted. */
	uint16_t *which;
};

/* The slices of y to compute, FROM to TO - 1, and the number of threads. */
struct stage_span {
	size_t from, to, threads;
};

struct stage_op {
	/* Reach returns how many slices of y can be computed from the first
	 * SLICES slices of x.  Needs returns the first slice of x from which
	 * slice SLICE of y is computed. */
	size_t (*reach)(const struct stage *s, size_t slices);
	size_t (*needs)(const struct stage *s, size_t slice);
	/* Pieces returns the number of pieces of the work.  Forward does one
	 * piece.  SCRATCH has room for conv_form_scratch_len of the
	 * convolution. */
	size_t (*pieces)(const struct stage *s, const struct stage_span *span);
	void (*forward)(const struct stage *s, const struct stage_span *span,
			size_t piece, float *scratch);
	/* Slots and grad_pieces return numbers of slots and pieces.  Grad does
	 * one piece of the gradient with respect to the weights: it sets a
	 * part of one slot.  Slot I is a vector (weights, bias) at
	 * SLOTS + I * stage_slot_len.  NULL: there are no weights. */
	size_t (*slots)(const struct stage *s);
	size_t (*grad_pieces)(const struct stage *s);
	void (*grad)(const struct stage *s, size_t piece, float *slots,
		     float *scratch);
	/* Back_pieces returns a number of pieces.  Back does one piece of the
	 * gradient with respect to x, when all pieces of grad are done.  NULL:
	 * grad has computed this gradient, too. */
	size_t (*back_pieces)(const struct stage *s, size_t threads);
	void (*back)(const struct stage *s, size_t piece, size_t threads,
		     float *scratch);
};

size_t stage_slot_len(const struct stage *s);

/* Stage_conv is a convolution.  Stage_upconv is the part of it for the last
 * conv->up channels, without bias.  Each pixel of these channels stands for
 * 2 x 2 x 2 pixels. */
extern const struct stage_op stage_conv, stage_upconv;

/* Maximum over blocks of k x k x k pixels.  The gradient goes to the first
 * pixel that has the maximum, and is added to the value there. */
extern const struct stage_op stage_pool;
size_t stage_pool_len(const struct volume_maps *y);

/* Copies each pixel to a block of k x k x k. */
extern const struct stage_op stage_up;

/* Copies the middle of x. */
extern const struct stage_op stage_crop;

#endif
