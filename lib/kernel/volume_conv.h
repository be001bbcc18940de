/*
 * volume_conv.h - 3 x 3 x 3 convolutions of a volume, slice by slice.
 *
 *	y[z] = w[0] * x[z] + w[1] * x[z + 1] + w[2] * x[z + 2]
 *
 * where "*" convolves a slice as in winograd.h, and x[0] is the first slice
 * that y[0] depends on.  Each slice of x is transformed once, and stays in the
 * second-level cache while three slices of y need it.  Each slice of y is
 * transformed back once.  So the bits of a slice do not depend on where the
 * stack begins.
 *
 * If x is doubled in all three directions ("nearest" by 2), a slice of y
 * depends on two slices of x, and "*" convolves as in upsampled_conv.h:
 *
 *	y[2z]     = w[0] * x[z - 1] + (w[1] + w[2]) * x[z]
 *	y[2z + 1] = (w[0] + w[1]) * x[z] + w[2] * x[z + 1]
 *
 * This takes 400 products for a tile of a slice of x instead of 864.  The
 * gradients apply the formula of upsampled_conv.h in the third direction, too:
 * 27 terms.
 *
 * A call computes one block of tiles of all slices.  Blocks may be computed in
 * any order and by any thread.
 */
#ifndef KERNEL_VOLUME_CONV_H
#define KERNEL_VOLUME_CONV_H

#include "kernel/planes.h"

struct tile_blocks;

/* more slices in a call gain nothing */
#define VOLUME_CONV_SLICES 16

/* Return how many floats of scratch memory the kernels volume, volume_grad, and
 * volume_up with volume_up_grad use. */
size_t volume_conv_scratch_len(size_t in, size_t out);
size_t volume_conv_grad_scratch_len(size_t in, size_t out);
size_t volume_conv_up_scratch_len(size_t in, size_t out);

/* Returns how many floats the sums for the gradient by the weights have.  For
 * doubled channels see upsampled_conv_sums_len. */
size_t volume_conv_sums_len(size_t in, size_t out);

/* Return the number of blocks of tiles in a slice: of y for volume and
 * volume_grad (x has IN channels), of y for volume_up, and of x for
 * volume_up_grad. */
size_t volume_conv_blocks(const struct planes *y, size_t in);
size_t volume_conv_up_blocks(const struct planes *y, size_t in);
size_t volume_conv_up_grad_blocks(const struct planes *x);

/* Return these blocks, for the kernels. */
struct tile_blocks volume_conv_cut(const struct planes *y, size_t in);
struct tile_blocks volume_conv_up_cut(const struct planes *y, size_t in);
struct tile_blocks volume_conv_up_grad_cut(const struct planes *x);

/* For the kernels: returns the floats from one point of the gradient by the
 * weights, 3 slices of IN rows of OUT floats, to the next. */
size_t volume_conv_grad_step(size_t in, size_t out);

struct volume_conv_args {
	/* N + 2 slices of x and N of y: slice i of y is computed from slices i,
	 * i + 1 and i + 2 of x.  Doubled channels: 2 N slices of y, and slice i
	 * + 1 of x is doubled to slices 2 i and 2 i + 1 of y.  A slice of x
	 * without data is zeros. */
	const struct planes *x, *y;
	size_t n;
	size_t in;    /* channels of x */
	size_t block; /* number of the block of tiles */
	/* output channels O to END - 1, multiples of 8; END may be the number
	 * of channels */
	size_t o, end;
	const float *u; /* as conv_form_pack fills them */
	/* NULL: no bias; doubled channels use none of BIAS, ADD, RELU, MASK */
	const float *bias;
	int add;  /* 1: y += instead of y = */
	int relu; /* 1: y = max(y, 0); NaN stays NaN */
	int mask; /* 1: y = 0 where y was 0 or less before */
	float *scratch;
};

struct volume_conv_grad_args {
	/* N + 2 slices of x and N of dy: slice i of dy belongs to slices i, i +
	 * 1 and i + 2 of x.  Doubled channels: N slices of x and 2 N + 2 of dy;
	 * slice i of x belongs to slices 2 i to 2 i + 3 of dy.  A slice of
	 * dy without data is zeros. */
	const struct planes *x, *dy;
	size_t n;
	size_t in, block;
	float *sums; /* sums so far, to which this call adds */
	float *scratch;
	/* Doubled channels: slices of dx, which may be those of x, or NULL.
	 * Pixels of dx are set to 0 where x is 0 or less. */
	const struct planes *dx;
	const float *u; /* as conv_form_pack fills them */
};

struct volume_conv_back_args {
	const float *sums;
	size_t in, out;
	/* Gradient, to which this adds: the weights of output channel o and
	 * input channel i are at dw[o * out_next + i * in_next]. */
	float *dw;
	size_t in_next, out_next;
};

#endif
