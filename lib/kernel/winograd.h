/*
 * winograd.h - 3 x 3 convolutions by Winograd's minimal filtering, F(4x4, 3x3).
 * This takes 36 products for a tile; the direct way takes 144.
 *
 *	y = A' [ (G w G') . (B' x B) ] A	for tiles of 6x6 in, 4x4 out
 *	dw = G' [ (A dy A') . (B' x B) ] G	summed over tiles
 *
 * (Lavin and Gray 2016).  The points are 0, +-sqrt(1/2), +-sqrt(2) and
 * infinity.  Their rounding error is half that of the usual points 0, +-1, +-2.
 *
 * Rounding mixes the numbers of a tile.  The last bits of each of its 4x4
 * outputs depend on all 4x4 inputs in the same place.  The last bits of the
 * outermost outputs also depend on the inputs around these.  So the bits of an
 * output pixel depend on more than the 3 x 3 inputs under its kernel.  They
 * also depend on where tiles begin.  Tiles always begin at multiples of four.
 * See unet_reach and unet_grid in nn/unet.h.
 */
#ifndef KERNEL_WINOGRAD_H
#define KERNEL_WINOGRAD_H

#include "kernel/planes.h"

#define RA 0.70710678118654752440 /* The points: a, and b = 2a */
#define RB 1.41421356237309504880
#define WINOGRAD_MIN 8 /* with fewer channels, direct.h is faster */

/* Return numbers of floats.  The first counts the transformed weights.  The
 * second counts the scratch memory, for an image of any size.  The third
 * counts the sums for the gradient with respect to the weights.  The scratch
 * memory has room for these sums, too. */
size_t winograd_weights_len(size_t in, size_t out);
size_t winograd_scratch_len(size_t in, size_t out);
size_t winograd_sums_len(size_t in, size_t out);

struct winograd_args {
	struct planes x, y;
	struct planes_span span; /* Rows of y */
	const float *u;		 /* transformed weights */
	const float *bias;	 /* Biases, y.c of them; NULL: none */
	int add;		 /* 1: y += instead of y = */
	int relu;		 /* 1: y = max(y, 0); NaN stays NaN */
	int mask;		 /* 1: y = 0 where y was 0 or less before */
	/* Aligned, with winograd_scratch_len(x.c, y.c) floats */
	float *scratch;
};

struct winograd_grad_args {
	struct planes dy, x;
	/* Rows of dy: FROM to TO - 1.  The first call begins with row 0, and
	 * the last call ends with the last row of dy. */
	size_t from, to;
	/* Sums that are kept between calls; NULL: one call has all rows */
	float *sums;
	float *dw;	/* Gradient (o,c,3,3), to which the last call adds */
	size_t dw_next; /* Number of floats from one o to the next */
	float *scratch;
};

struct upsampled_conv_args;
struct upsampled_conv_grad_args;
struct volume_conv_args;
struct volume_conv_grad_args;
struct volume_conv_back_args;

struct winograd_kernels {
	/* Fills U[36][out / 8][in][8] from weights (out,in,3,3).  The weights
	 * of output channel o and input channel i begin at
	 * w[o * out_next + i * in_next].  If FLIPPED is set, turns each 3 x 3
	 * by 180 degrees, to compute dx from dy.  The caller then exchanges in
	 * and out. */
	void (*weights)(float *u, const float *w, size_t in, size_t out,
			size_t in_next, size_t out_next, int flipped);
	void (*conv)(const struct winograd_args *a);
	/* dw (o,c,3,3) += sum over pixels of dy (o,h,w) x (c,h,w) */
	void (*grad)(const struct winograd_grad_args *a);
	/* The kernels of upsampled_conv.h.  The first fills
	 * U[100][out / 8][in][8] from weights.  The weights of output channel
	 * o and input channel i begin at w[o * out_next + i * in_next].
	 * Unless PLUS is 0, the weights PLUS floats behind are added to them.
	 * The second computes y from x.  The third computes dx, and the sums
	 * for the gradient with respect to the weights. */
	void (*upsampled_weights)(float *u, const float *w, size_t in,
				  size_t out, size_t in_next, size_t out_next,
				  size_t plus);
	void (*upsampled)(const struct upsampled_conv_args *a);
	void (*upsampled_grad)(const struct upsampled_conv_grad_args *a);
	/* The kernels of volume_conv.h: volume computes y from x, or dx from
	 * dy. volume_grad computes the sums for the gradient with respect to
	 * the weights, and volume_back computes this gradient from the sums.
	 * volume_up and volume_up_grad do the same for doubled channels; there
	 * upsampled_conv_add computes the gradient from the sums. */
	void (*volume)(const struct volume_conv_args *a);
	void (*volume_grad)(const struct volume_conv_grad_args *a);
	void (*volume_back)(const struct volume_conv_back_args *a);
	void (*volume_up)(const struct volume_conv_args *a);
	void (*volume_up_grad)(const struct volume_conv_grad_args *a);
};

/* Returns the kernels for the instruction set in use (cpu.h). */
const struct winograd_kernels *winograd_kernels(void);

#endif
