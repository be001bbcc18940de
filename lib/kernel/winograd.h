/*
 * winograd.h - 3 x 3 convolutions by Winograd's minimal filtering,
 * F(4x4, 3x3): 36 products where the direct way takes 144.
 *
 *	y = A' [ (G w G') . (B' x B) ] A	for tiles of 6x6 in, 4x4 out
 *	dw = G' [ (A dy A') . (B' x B) ] G	summed over tiles
 *
 * (Lavin and Gray 2016), with the points 0, +-sqrt(1/2), +-sqrt(2) and
 * infinity: half the rounding error of the usual 0, +-1, +-2.
 *
 * Rounding mixes a tile's numbers: the last bits of each of its 4x4 outputs
 * depend on all 4x4 inputs in the same place, those of the outermost outputs
 * also on the inputs around these.  So the bits of an output pixel depend on
 * more than the 3 x 3 inputs under its kernel, and on where tiles begin, which
 * is always a multiple of four.  See unet_reach and unet_grid in nn/unet.h.
 */
#ifndef KERNEL_WINOGRAD_H
#define KERNEL_WINOGRAD_H

#include "kernel/planes.h"

#define RA 0.70710678118654752440 /* the points: a, and b = 2a */
#define RB 1.41421356237309504880
#define WINOGRAD_MIN 8 /* with fewer channels, direct.h is faster */

/* Return the floats of the transformed weights, of the scratch memory (for an
 * image of any size), and of the sums for the gradient by the weights, which
 * the scratch memory also has room for. */
size_t winograd_weights_len(size_t in, size_t out);
size_t winograd_scratch_len(size_t in, size_t out);
size_t winograd_sums_len(size_t in, size_t out);

struct winograd_args {
	struct planes x, y;
	struct planes_span span; /* rows of y */
	const float *u;		 /* transformed weights */
	const float *bias;	 /* y.c of them; NULL: none */
	int add;		 /* y += instead of y = */
	int relu;		 /* y = max(y, 0); NaN stays NaN */
	int mask;		 /* y = 0 where y was 0 or less before */
	float *scratch;		 /* winograd_scratch_len(x.c, y.c), aligned */
};

struct winograd_grad_args {
	struct planes dy, x;
	size_t from, to; /* rows of dy: the first call begins with row
				   0, the last call ends with dy's last row */
	float *sums;	 /* kept between calls; NULL: one call has all
				   rows */
	float *dw;	 /* (o,c,3,3): the last call adds to it */
	size_t dw_next;	 /* floats from one o to the next */
	float *scratch;
};

struct upsampled_conv_args;
struct upsampled_conv_grad_args;
struct volume_conv_args;
struct volume_conv_grad_args;
struct volume_conv_back_args;

struct winograd_kernels {
	/* Fills U[36][out / 8][in][8] from weights (out,in,3,3), where weight
	 * (o, i) begins at w[o * out_next + i * in_next].  FLIPPED: turns each
	 * 3 x 3 by 180 degrees, for computing dx from dy (the caller exchanges
	 * in and out). */
	void (*weights)(float *u, const float *w, size_t in, size_t out,
			size_t in_next, size_t out_next, int flipped);
	void (*conv)(const struct winograd_args *a);
	/* dw (o,c,3,3) += sum over pixels of dy (o,h,w) x (c,h,w) */
	void (*grad)(const struct winograd_grad_args *a);
	/* The kernels of upsampled_conv.h.  The first fills
	 * U[100][out / 8][in][8] from weights, where weight (o, i) begins at
	 * w[o * out_next + i * in_next] (PLUS: from the sum of these and of
	 * those PLUS floats behind); the second computes y from x; the third
	 * computes dx, and the sums for the gradient by the weights. */
	void (*upsampled_weights)(float *u, const float *w, size_t in,
				  size_t out, size_t in_next, size_t out_next,
				  size_t plus);
	void (*upsampled)(const struct upsampled_conv_args *a);
	void (*upsampled_grad)(const struct upsampled_conv_grad_args *a);
	/* The kernels of volume_conv.h: y from x, or dx from dy; the sums for
	 * the gradient by the weights, and that gradient from its sums; the
	 * same for doubled channels, where the gradient comes by
	 * upsampled_conv_add. */
	void (*volume)(const struct volume_conv_args *a);
	void (*volume_grad)(const struct volume_conv_grad_args *a);
	void (*volume_back)(const struct volume_conv_back_args *a);
	void (*volume_up)(const struct volume_conv_args *a);
	void (*volume_up_grad)(const struct volume_conv_grad_args *a);
};

/* Returns the kernels for the instruction set in use (cpu.h). */
const struct winograd_kernels *winograd_kernels(void);

#endif
