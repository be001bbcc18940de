/*
 * volume_conv.h - 3 x 3 x 3 convolutions of a volume, slice by slice.
 *
 *	y[z] = w[0] * x[z] + w[1] * x[z + 1] + w[2] * x[z + 2]
 *
 * Here "*" is a 2D convolution.  The slices of x are counted from the first one
 * that y[0] depends on.  The 2D convolutions are done as in winograd.h.  The
 * tiles of each slice of x are transformed once, and stay in the second-level
 * cache while three slices of y need them.  The three products are added before
 * they are transformed back.  So each slice of y is transformed back once, too.
 * Nothing is transformed from slice to slice, so the bits of a pixel do not
 * depend on where the stack begins.
 *
 * If x stands for a volume that was doubled in all three directions ("nearest"
 * by 2), each slice of y depends on two slices of x:
 *
 *	y[2z]     = w[0] * x[z - 1] + (w[1] + w[2]) * x[z]
 *	y[2z + 1] = (w[0] + w[1]) * x[z] + w[2] * x[z + 1]
 *
 * Here "*" is a 2D convolution of a map that was doubled in two directions.  It
 * is done as in upsampled_conv.h.  This takes 100 products for a tile; the
 * direct way takes 864.  In the backward pass, let e and o be the even and odd
 * slices of dy.  The formula of upsampled_conv.h then holds in the third
 * direction, too:
 *
 *	dx[z] = s (e[z] + o[z]) + w0 (e[z + 1] - e[z]) + w2 (o[z - 1] - o[z])
 *
 * In three directions, this makes 27 terms of 64 pixels.
 *
 * A call computes one block of tiles, from the first slice to the last.  The
 * blocks may be computed in any order and by any thread.
 */
#ifndef KERNEL_VOLUME_CONV_H
#define KERNEL_VOLUME_CONV_H

#include "kernel/planes.h"

struct tile_blocks;

/* Greatest number of slices in a call that makes sense */
#define VOLUME_CONV_SLICES 16

/* Return the number of floats of scratch memory.  The first is for the kernel
 * volume, the second for volume_grad, the third for volume_up and
 * volume_up_grad. */
size_t volume_conv_scratch_len(size_t in, size_t out);
size_t volume_conv_grad_scratch_len(size_t in, size_t out);
size_t volume_conv_up_scratch_len(size_t in, size_t out);

/* Returns the number of floats of the sums for the gradient with respect to
 * the weights.  For doubled channels it is upsampled_conv_sums_len instead. */
size_t volume_conv_sums_len(size_t in, size_t out);

/* Return the number of blocks of tiles into which a slice is cut.  The first
 * is for a slice of y in volume and volume_grad, if x has IN channels.  The
 * second is for a slice of y in volume_up.  The third is for a slice of x in
 * volume_up_grad. */
size_t volume_conv_blocks(const struct planes *y, size_t in);
size_t volume_conv_up_blocks(const struct planes *y, size_t in);
size_t volume_conv_up_grad_blocks(const struct planes *x);

/* For the kernels.  The first three return the same blocks.  The last returns
 * the number of floats from one point of the gradient of the weights to the
 * next; a point has 3 slices of IN rows of OUT floats. */
struct tile_blocks volume_conv_cut(const struct planes *y, size_t in);
struct tile_blocks volume_conv_up_cut(const struct planes *y, size_t in);
struct tile_blocks volume_conv_up_grad_cut(const struct planes *x);
size_t volume_conv_grad_step(size_t in, size_t out);

struct volume_conv_args {
	/* N + 2 slices of x and N slices of y.  Slice i of y is computed from
	 * slices i, i + 1 and i + 2 of x.  For doubled channels there are 2 N
	 * slices of y, and slice i + 1 of x is doubled to slices 2 i and 2
	 * i + 1 of y.  A slice of x whose data is NULL counts as zeros. */
	const struct planes *x, *y;
	size_t n;
	size_t in;    /* Number of channels of x */
	size_t block; /* Index of the block of tiles */
	/* Output channels to compute: O to END - 1.  Both are multiples of 8,
	 * except that END may be the number of channels. */
	size_t o, end;
	const float *u; /* as conv_form_pack fills them */
	/* NULL: no bias.  Doubled channels do not use this, nor ADD, RELU and
	 * MASK. */
	const float *bias;
	int add;  /* 1: y += instead of y = */
	int relu; /* 1: y = max(y, 0); NaN stays NaN */
	int mask; /* 1: y = 0 where y was 0 or less before */
	float *scratch;
};

struct volume_conv_grad_args {
	/* N + 2 slices of x and N slices of dy.  Slice i of dy belongs to
	 * slices i, i + 1 and i + 2 of x.  For doubled channels there are N
	 * slices of x and 2 N + 2 slices of dy, and slices 2 i to 2 i + 3 of
	 * dy belong to slice i of x.  A slice of dy whose data is NULL counts
	 * as zeros. */
	const struct planes *x, *dy;
	size_t n;
	size_t in, block;
	float *sums; /* Sums so far; this call adds its own */
	float *scratch;
	/* For doubled channels: the slices of dx.  NULL: they are not
	 * computed.  They may be those of x. dx is set to 0 where x is 0 or
	 * less. */
	const struct planes *dx;
	const float *u; /* as conv_form_pack fills them */
};

struct volume_conv_back_args {
	const float *sums;
	size_t in, out;
	/* Gradient, to which this adds.  The weights of output channel o and
	 * input channel i begin at dw[o * out_next + i * in_next]. */
	float *dw;
	size_t in_next, out_next;
};

#endif
