/*
 * upsampled_conv.h - 3 x 3 convolutions of a map that was doubled in both
 * directions ("nearest" by 2), computed from the map before it is doubled.
 *
 * Along one direction, with weights w0, w1, w2 and zeros around x:
 *
 *	y[2i]     = w0 x[i - 1] + (w1 + w2) x[i]
 *	y[2i + 1] = (w0 + w1) x[i] + w2 x[i + 1]
 *
 * So in two directions, y has 2 x 2 phases (even and odd rows and columns),
 * each a 2 x 2 convolution of x.  They are computed by Winograd's F(4x4, 2x2),
 * with the points +-sqrt(1/2), +-sqrt(2) and infinity, from tiles of 4 x 4
 * pixels of x and one row and column around them.  This takes 100 products for
 * 64 pixels of y, where the direct way takes 576 and winograd.h 144, and the
 * doubled map is never stored.
 *
 * Backward, with e and o the even and odd pixels of dy, and s = w0 + w1 + w2:
 *
 *	dx[i] = s (e[i] + o[i]) + w0 (e[i + 1] - e[i]) + w2 (o[i - 1] - o[i])
 *
 * In two directions, this takes 9 products for 4 pixels of dy.  The gradient by
 * s, w0 or w2 is the sum of x[i] times the factor of s, w0 or w2 above.
 */
#ifndef KERNEL_UPSAMPLED_CONV_H
#define KERNEL_UPSAMPLED_CONV_H

#include "kernel/planes.h"

#define UPSAMPLED_CONV_POINTS 100 /* forward: 5 x 5 for each of 2 x 2 phases */
#define UPSAMPLED_CONV_TERMS 9	  /* backward: s, w0, w2 down and across */

/* In what follows SLICES is 1, or 3 for a volume that was doubled in all three
 * directions (volume_conv.h): its weights are 3 x 3 x 3, its terms 27. */
static inline size_t upsampled_conv_terms(size_t slices)
{
	return slices * UPSAMPLED_CONV_TERMS;
}

/* Return the floats of the transformed weights (for the gradient if BACK, else
 * for the forward pass), of the scratch memory, and of the sums for the
 * gradient by the weights, which the scratch memory also has room for. */
size_t upsampled_conv_weights_len(size_t in, size_t out, int back,
				  size_t slices);
size_t upsampled_conv_scratch_len(size_t in, size_t out);
size_t upsampled_conv_sums_len(size_t in, size_t out, size_t slices);

/* Where the weights of a convolution begin: those of (o, i) at
 * w[o * out_next + i * in_next]. */
struct upsampled_conv_weights {
	size_t in, out, in_next, out_next, slices;
};

/* Fills U[in / 8][terms][out][8], the weights for the gradient. */
void upsampled_conv_weights_back(float *u, const float *w,
				 const struct upsampled_conv_weights *at);
/* Adds the gradient whose sums are SUMS to DW. */
void upsampled_conv_add(const float *sums, float *dw,
			const struct upsampled_conv_weights *at);

struct upsampled_conv_args {
	struct planes x, y;
	struct planes_span span; /* rows of y */
	const float *u;
	float *scratch; /* upsampled_conv_scratch_len(x.c, y.c), aligned */
};

struct upsampled_conv_grad_args {
	struct planes dy, x, dx; /* dx may be x */
	size_t from, to;	 /* rows of x */
	int add;		 /* dx += instead of dx = */
	int mask;		 /* dx = 0 where x is 0 or less */
	const float *u;		 /* from upsampled_conv_weights_back */
	float *sums;		 /* sums of this call are added to these */
	float *scratch;
};

#endif
