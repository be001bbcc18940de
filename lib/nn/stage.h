/*
 * stage.h - the operators of a network of ndim 3, on one sample's slices.
 *
 * A gradient lies where its map's values lie: it is written when the values
 * have been used, but for where they are 0 or less, which is where a ReLU's
 * gradient is 0.  All maps but the network's input and output come out of a
 * ReLU, or are copies or maxima of what does, so each operator sets its
 * gradient by x to 0 there.  What it gets is 0 there already.
 *
 * The work is cut into pieces, which any thread may do.  Results do not depend
 * on how it is cut, but for the gradient by the weights: there, the pieces are
 * chosen by the sides alone, and each slot's sum is one vector; the slots are
 * to be added in their order.
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
	const struct conv *conv; /* conv, upconv */
	int fast;   /* conv: by volume_conv.h, where that suits it */
	int relu;   /* conv: ends with y = max(y, 0) */
	int add;    /* conv: y has what upconv made of the doubled channels */
	int wanted; /* the gradient by x is */
	size_t k;   /* pool, up: the factor */
	uint16_t *which; /* pool: which of the k^3 pixels is the maximum, of
			    each pixel of y, stage_pool_len(y) of them; NULL:
			    not wanted */
};

/* The slices of y that are computed, and by how many threads. */
struct stage_span {
	size_t from, to, threads;
};

struct stage_op {
	/* Reach returns how many slices of y can be computed from the first
	 * SLICES slices of x; needs returns the first slice of x that slice
	 * SLICE of y needs. */
	size_t (*reach)(const struct stage *s, size_t slices);
	size_t (*needs)(const struct stage *s, size_t slice);
	/* Pieces returns how many pieces the work is; forward does one, with
	 * SCRATCH, conv_form_scratch_len of its convolution. */
	size_t (*pieces)(const struct stage *s, const struct stage_span *span);
	void (*forward)(const struct stage *s, const struct stage_span *span,
			size_t piece, float *scratch);
	/* Do one piece of the gradient by the weights: set the piece's part of
	 * the slot it belongs to.  Slot I is a vector (weights, bias) at
	 * SLOTS + I stage_slot_len.  NULL: there are no weights. */
	size_t (*slots)(const struct stage *s);
	size_t (*grad_pieces)(const struct stage *s);
	void (*grad)(const struct stage *s, size_t piece, float *slots,
		     float *scratch);
	/* Do one piece of the gradient by x, when grad is done.  NULL: grad
	 * did that, too. */
	size_t (*back_pieces)(const struct stage *s, size_t threads);
	void (*back)(const struct stage *s, size_t piece, size_t threads,
		     float *scratch);
};

size_t stage_slot_len(const struct stage *s);

/* Convolution.  Upconv is what it makes of its last conv->up channels, each
 * pixel of which stands for 2 x 2 x 2, without bias. */
extern const struct stage_op stage_conv, stage_upconv;
/* Maximum over blocks of k x k x k; the gradient goes to the first pixel that
 * has the maximum, and is added to what is there. */
extern const struct stage_op stage_pool;
size_t stage_pool_len(const struct volume_maps *y);
/* Copies each pixel to a block of k x k x k. */
extern const struct stage_op stage_up;
/* Copies the middle of x. */
extern const struct stage_op stage_crop;

#endif
