/*
 * upsampled_conv.h - 3 x 3 convolutions of a map that was doubled in both
 * directions ("nearest" by 2), computed from the map before it is doubled.
 *
 * Along one direction, with weights w0, w1, w2 and zeros around x:
 *
 *	y[2i]     = w0 x[i - 1] + (w1 + w2) x[i]
 *	y[2i + 1] = (w0 + w1) x[i] + w2 x[i + 1]
 *
 * In two directions, y has 2 x 2 phases (even and odd rows and columns).  Each
 * phase is a 2 x 2 convolution of x.  The phases are computed by Winograd's
 * F(4x4, 2x2), with the points +-sqrt(1/2), +-sqrt(2) and infinity.  The tiles
 * have 4 x 4 pixels of x and one row and column around these.  This takes 100
 * products for 64 pixels of y.  The direct way takes 576, and winograd.h takes
 * 144.  The doubled map is never stored.
 *
 * In the backward pass, let e and o be the even and odd pixels of dy, and
 * s = w0 + w1 + w2.  Then:
 *
 *	dx[i] = s (e[i] + o[i]) + w0 (e[i + 1] - e[i]) + w2 (o[i - 1] - o[i])
 *
 * In two directions, this takes 9 products for 4 pixels of dy.  The gradient
 * with respect to s is the sum of x[i] times the factor of s in this formula.
 * The same is true of w0 and w2.
 */
#ifndef KERNEL_UPSAMPLED_CONV_H
#define KERNEL_UPSAMPLED_CONV_H

#include "kernel/planes.h"

/* Forward: 5 x 5 points for each of 2 x 2 phases */
#define UPSAMPLED_CONV_POINTS 100
/* Backward: s, w0, w2 down, each with s, w0, w2 across */
#define UPSAMPLED_CONV_TERMS 9

/* Returns the number of terms.  Here and below, SLICES is 1 for a map.  It is
 * 3 for a volume that was doubled in all three directions (volume_conv.h); the
 * weights are then 3 x 3 x 3, and there are 27 terms. */
static inline size_t upsampled_conv_terms(size_t slices)
{
	return slices * UPSAMPLED_CONV_TERMS;
}

/* Return numbers of floats.  The first counts the transformed weights, for the
 * gradient if BACK is set, else for the forward pass.  The second counts the
 * scratch memory.  The third counts the sums for the gradient with respect to
 * the weights.  The scratch memory has room for these sums, too. */
size_t upsampled_conv_weights_len(size_t in, size_t out, int back,
				  size_t slices);
size_t upsampled_conv_scratch_len(size_t in, size_t out);
size_t upsampled_conv_sums_len(size_t in, size_t out, size_t slices);

/* The place of the weights of a convolution.  The weights of output channel o
 * and input channel i begin at w[o * out_next + i * in_next]. */
struct upsampled_conv_weights {
	size_t in, out, in_next, out_next, slices;
};

/* Fills U[in / 8][terms][out][8] with the weights for the gradient. */
void upsampled_conv_weights_back(float *u, const float *w,
				 const struct upsampled_conv_weights *at);

/* Adds to DW the gradient that SUMS gives. */
void upsampled_conv_add(const float *sums, float *dw,
			const struct upsampled_conv_weights *at);

struct upsampled_conv_args {
	struct planes x, y;
	struct planes_span span; /* Rows of y */
	const float *u;
	/* Aligned, with upsampled_conv_scratch_len(x.c, y.c) floats */
	float *scratch;
};

struct upsampled_conv_grad_args {
	struct planes dy, x, dx; /* dx may be x */
	size_t from, to;	 /* Rows of x */
	int add;		 /* 1: dx += instead of dx = */
	int mask;		 /* 1: dx = 0 where x is 0 or less */
	const float *u;		 /* Weights from upsampled_conv_weights_back */
	float *sums;		 /* Sums so far; this call adds its own */
	float *scratch;
};

#endif
