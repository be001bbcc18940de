/*
 * volume_conv.h - 3 x 3 x 3 convolutions of a volume, slice by slice.
 *
 *	y[z] = w[0] * x[z] + w[1] * x[z + 1] + w[2] * x[z + 2]
 *
 * with the slices counted from the first that y[0] meets, and with 2D
 * convolutions on the right.  These go by winograd.h: the tiles of each slice
 * are transformed once, kept in the second-level cache while three slices of y
 * need them, and the products of the three are one sum, so that a slice of y
 * leaves the transformed domain once, too.  Between slices nothing is
 * transformed: a pixel's bits do not depend on where the stack begins.
 *
 * Of a volume that was doubled in all three directions ("nearest" by 2) an even
 * slice of y sees two slices of x, and so does an odd one:
 *
 *	y[2z]     = w[0] * x[z - 1] + (w[1] + w[2]) * x[z]
 *	y[2z + 1] = (w[0] + w[1]) * x[z] + w[2] * x[z + 1]
 *
 * each a sum of 2D convolutions of maps that were doubled in two directions,
 * which go by upsampled_conv.h: 100 products for a tile, whereas the direct way
 * takes 864.  Backward, with e and o the even and odd slices of dy, it is its
 * formula in the third direction:
 *
 *	dx[z] = s (e[z] + o[z]) + w0 (e[z + 1] - e[z]) + w2 (o[z - 1] - o[z])
 *
 * which makes 27 terms of 64 pixels.
 *
 * A call computes one block of tiles, from the first slice to the last; the
 * blocks may be computed in any order, by any thread.
 */
#ifndef KERNEL_VOLUME_CONV_H
#define KERNEL_VOLUME_CONV_H

#include "kernel/planes.h"

struct tile_blocks;

#define VOLUME_CONV_SLICES 16 /* most slices of a call that are reasonable */

/* Return the floats of the scratch memory that volume takes, volume_grad, and
 * both kernels of doubled channels. */
size_t volume_conv_scratch_len(size_t in, size_t out);
size_t volume_conv_grad_scratch_len(size_t in, size_t out);
size_t volume_conv_up_scratch_len(size_t in, size_t out);
/* Return the floats of the sums for the gradient by the weights; those of
 * doubled channels are upsampled_conv_sums_len. */
size_t volume_conv_sums_len(size_t in, size_t out);

/* Return into how many blocks of tiles a slice of y is cut: by volume and
 * volume_grad if x has IN channels, by volume_up, and, for x, by
 * volume_up_grad. */
size_t volume_conv_blocks(const struct planes *y, size_t in);
size_t volume_conv_up_blocks(const struct planes *y, size_t in);
size_t volume_conv_up_grad_blocks(const struct planes *x);

/* The same blocks, and the floats from one point of the weights' gradient, 3
 * slices of IN rows of OUT, to the next: for the kernels. */
struct tile_blocks volume_conv_cut(const struct planes *y, size_t in);
struct tile_blocks volume_conv_up_cut(const struct planes *y, size_t in);
struct tile_blocks volume_conv_up_grad_cut(const struct planes *x);
size_t volume_conv_grad_step(size_t in, size_t out);

struct volume_conv_args {
	/* N + 2 slices of x and N slices of y; slices i, i + 1, i + 2 of x meet
	 * slice i of y.  Of doubled channels, 2 N slices of y, and slice
	 * i + 1 of x is doubled to slices 2 i and 2 i + 1 of y.  A slice of x
	 * whose data is NULL is zero. */
	const struct planes *x, *y;
	size_t n;
	size_t in;	   /* channels of x */
	size_t block;	   /* which block of tiles */
	size_t o, end;	   /* output channels O to END - 1, multiples of 8, or
			      the last one */
	const float *u;	   /* as conv_form_pack fills them */
	const float *bias; /* NULL: none.  Of doubled channels none of these: */
	int add;	   /* y += instead of y = */
	int relu;	   /* y = max(y, 0); NaN stays NaN */
	int mask;	   /* y = 0 where y was 0 or less before */
	float *scratch;
};

struct volume_conv_grad_args {
	/* N + 2 slices of x and N slices of dy, as above.  Of doubled channels
	 * N slices of x, and 2 N + 2 of dy: slices 2 i to 2 i + 3 meet slice i
	 * of x; a slice of dy whose data is NULL is zero. */
	const struct planes *x, *dy;
	size_t n;
	size_t in, block;
	float *sums; /* sums of this call are added to these */
	float *scratch;
	/* Of doubled channels: the slices of dx, which may be x (NULL: none);
	 * 0 where x is 0 or less. */
	const struct planes *dx;
	const float *u; /* as conv_form_pack fills them */
};

struct volume_conv_back_args {
	const float *sums;
	size_t in, out;
	float *dw; /* += ; weights (o, i) begin at
		      dw[o * out_next + i * in_next] */
	size_t in_next, out_next;
};

#endif
