/*
 * upsampled_conv.h - 3 x 3 convolutions of a map that is doubled in both
 * directions ("nearest" by 2), computed from the map before it is doubled.
 *
 * Along one direction, with weights w0, w1, w2 and zeros around x:
 *
 *	y[2i]     = w0 x[i - 1] + (w1 + w2) x[i]
 *	y[2i + 1] = (w0 + w1) x[i] + w2 x[i + 1]
 *
 * In two directions y has 2 x 2 phases (even and odd rows and columns), each a
 * 2 x 2 convolution of x.  They are computed by Winograd's F(4x4, 2x2) with the
 * points +-sqrt(1/2), +-sqrt(2) and infinity: 100 products for 64 pixels of y,
 * instead of 576, or 144 in winograd.h.
 *
 * Backward, with the even and odd pixels e and o of dy, and s = w0 + w1 + w2:
 *
 *	dx[i] = s (e[i] + o[i]) + w0 (e[i + 1] - e[i]) + w2 (o[i - 1] - o[i])
 *
 * In two directions these are 9 terms: 9 products for 4 pixels of dy.  The
 * gradient by s is the sum over i of x[i] times the factor of s above.  The
 * gradients by w0 and w2 are computed in the same way.
 */
#ifndef KERNEL_UPSAMPLED_CONV_H
#define KERNEL_UPSAMPLED_CONV_H

#include "kernel/planes.h"

/* forward: 5 x 5 points for each of 2 x 2 phases */
#define UPSAMPLED_CONV_POINTS 100
/* backward: s, w0, w2 down, each with s, w0, w2 across */
#define UPSAMPLED_CONV_TERMS 9

/* Returns the number of terms.  SLICES, here and below, is 1 for a map and 3
 * for a volume doubled in three directions (volume_conv.h). */
static inline size_t upsampled_conv_terms(size_t slices)
{
	return slices * UPSAMPLED_CONV_TERMS;
}

/* Returns how many floats the transformed weights have: for the gradient if
 * BACK is 1, else for the forward pass. */
size_t upsampled_conv_weights_len(size_t in, size_t out, int back,
				  size_t slices);

/* Returns how many floats of scratch memory are needed: forward or, if BACK is
 * 1, forward and backward, with the sums. */
size_t upsampled_conv_scratch_len(size_t in, size_t out, int back);

/* Returns how many floats the sums for the gradient by the weights have. */
size_t upsampled_conv_sums_len(size_t in, size_t out, size_t slices);

/* The weights of output channel o and input channel i are at w[o * out_next + i
 * * in_next]. */
struct upsampled_conv_weights {
	size_t in, out, in_next, out_next, slices;
};

/* Fills U[in / 8][terms][out][8] with the weights for the gradient. */
void upsampled_conv_weights_back(float *u, const float *w,
				 const struct upsampled_conv_weights *at);

struct upsampled_conv_args {
	struct planes x, y;
	struct planes_span span; /* rows of y */
	const float *u;
	/* upsampled_conv_scratch_len(x.c, y.c, 0) floats, aligned */
	float *scratch;
};

struct upsampled_conv_grad_args {
	struct planes dy, x, dx; /* dx may be x */
	size_t from, to;	 /* rows of x */
	int add;		 /* 1: dx += instead of dx = */
	int mask;		 /* 1: dx = 0 where x is 0 or less */
	const float *u;		 /* from upsampled_conv_weights_back */
	float *sums;		 /* sums so far, to which this call adds */
	float *scratch;
};

#endif
