/*
 * winograd.h - 3 x 3 convolutions by Winograd's minimal filtering, F(4x4, 3x3):
 * 36 products for a tile instead of 144 (Lavin and Gray 2016).
 *
 *	y = A' [ (G w G') .  (B' x B) ] A	for tiles of 6x6 in, 4x4 out
 *	dw = G' [ (A dy A') .  (B' x B) ] G	summed over tiles
 *
 * The points are 0, +-sqrt(1/2), +-sqrt(2) and infinity, with half the rounding
 * error of the usual 0, +-1, +-2.
 *
 * Rounding mixes the numbers of a tile.  So the last bits of an output pixel
 * depend on all 4x4 inputs at the place of its tile, near the tile's edge also
 * on those around, and on where tiles begin: at multiples of four (unet_reach
 * and unet_grid in nn/unet.h).
 */
#ifndef KERNEL_WINOGRAD_H
#define KERNEL_WINOGRAD_H

#include "kernel/planes.h"

#define RA 0.70710678118654752440 /* the points */
#define RB 1.41421356237309504880
#define WINOGRAD_MIN 8 /* with fewer channels, direct.h is faster */

/* Returns the floats of the transformed weights. */
size_t winograd_weights_len(size_t in, size_t out);

/* Returns the floats of scratch memory for any image: of conv or, if BACK is 1,
 * of all kernels, with the sums. */
size_t winograd_scratch_len(size_t in, size_t out, int back);

/* Returns the floats of the sums for the gradient by the weights. */
size_t winograd_sums_len(size_t in, size_t out);

struct winograd_args {
	struct planes x, y;
	struct planes_span span; /* rows of y */
	const float *u;		 /* transformed weights */
	const float *bias;	 /* y.c biases, or NULL */
	int add;		 /* 1: y += instead of y = */
	int relu;		 /* 1: y = max(y, 0); NaN stays NaN */
	int mask;		 /* 1: y = 0 where y was 0 or less before */
	/* winograd_scratch_len(x.c, y.c, 0) floats, aligned */
	float *scratch;
};

struct winograd_grad_args {
	struct planes dy, x;
	/* Rows FROM to TO - 1 of dy.  The first call begins with row 0, and the
	 * last one ends with the last row. */
	size_t from, to;
	/* sums kept between calls; NULL: one call has all rows */
	float *sums;
	float *dw;	/* (o,c,3,3), to which the last call adds */
	size_t dw_next; /* floats from one o to the next */
	float *scratch;
};

struct upsampled_conv_args;
struct upsampled_conv_grad_args;
struct upsampled_conv_weights;
struct volume_conv_args;
struct volume_conv_grad_args;
struct volume_conv_back_args;

struct winograd_kernels {
	/* Fills U[36][out / 8][in][8] from weights (out,in,3,3), which are at
	 * w[o * out_next + i * in_next].  With FLIPPED, each 3 x 3 is turned by
	 * 180 degrees, to compute dx from dy; the caller exchanges in and
	 * out. */
	void (*weights)(float *u, const float *w, size_t in, size_t out,
			size_t in_next, size_t out_next, int flipped);
	void (*conv)(const struct winograd_args *a);
	/* dw (o,c,3,3) += sum over pixels of dy (o,h,w) x (c,h,w) */
	void (*grad)(const struct winograd_grad_args *a);
	/* The kernels of upsampled_conv.h: upsampled_weights fills U[100][out /
	 * 8][in][8] from weights as above, to which those PLUS floats behind
	 * are added (PLUS 0: none); upsampled computes y from x; upsampled_grad
	 * computes dx, and the sums for the gradient by the weights, from which
	 * upsampled_back adds it to DW. */
	void (*upsampled_weights)(float *u, const float *w, size_t in,
				  size_t out, size_t in_next, size_t out_next,
				  size_t plus);
	void (*upsampled)(const struct upsampled_conv_args *a);
	void (*upsampled_grad)(const struct upsampled_conv_grad_args *a);
	void (*upsampled_back)(const float *sums, float *dw,
			       const struct upsampled_conv_weights *at);
	/* The kernels of volume_conv.h: volume computes y from x, or dx from
	 * dy; volume_grad computes the sums for the gradient by the weights,
	 * and volume_back the gradient from these.  For doubled channels there
	 * are volume_up and volume_up_grad, and upsampled_back. */
	void (*volume)(const struct volume_conv_args *a);
	void (*volume_grad)(const struct volume_conv_grad_args *a);
	void (*volume_back)(const struct volume_conv_back_args *a);
	void (*volume_up)(const struct volume_conv_args *a);
	void (*volume_up_grad)(const struct volume_conv_grad_args *a);
};

/* Returns the kernels for the instruction set in use (cpu.h). */
const struct winograd_kernels *winograd_kernels(void);

#endif
