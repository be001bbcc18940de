/*
 * upsampled_conv.h - 3 x 3 convolutions of a map whose every pixel is
 * doubled in both directions ("nearest" by 2), from the map as it was.
 *
 * Along one direction, with weights w0, w1, w2 and zeros around x:
 *
 *	y[2i]     = w0 x[i - 1] + (w1 + w2) x[i]
 *	y[2i + 1] = (w0 + w1) x[i] + w2 x[i + 1]
 *
 * so in both directions each of 2 x 2 phases of y is a 2 x 2 convolution of
 * x.  These go by F(4x4, 2x2) of winograd.h's kind, with the points
 * +-sqrt(1/2), +-sqrt(2) and infinity, from tiles of 4 x 4 pixels of x and
 * one row and column around them: 100 products make 64 pixels, where the
 * direct way takes 576 and winograd.h 144, and the doubled map is never
 * made.
 *
 * Back, with e and o the even and odd pixels of dy, and s the sum of w0, w1
 * and w2:
 *
 *	dx[i] = s (e[i] + o[i]) + w0 (e[i + 1] - e[i]) + w2 (o[i - 1] - o[i])
 *
 * 9 products for 4 pixels; and the gradients by s, w0 and w2 are the sums of
 * x[i] times what they have beside them there.
 */
#ifndef KERNEL_UPSAMPLED_CONV_H
#define KERNEL_UPSAMPLED_CONV_H

#include "kernel/planes.h"

#define UPSAMPLED_CONV_POINTS 100 /* there: 5 x 5 of each of 2 x 2 phases */
#define UPSAMPLED_CONV_TERMS 9	  /* back: s, w0, w2 down by those along */

/* Floats of the weights, there or BACK; of scratch memory; of the sums for
 * their gradient, which scratch memory has room for, too. */
size_t upsampled_conv_weights_len(size_t in, size_t out, int back);
size_t upsampled_conv_scratch_len(size_t in, size_t out);
size_t upsampled_conv_sums_len(size_t in, size_t out);

/* U[in / 8][9][out][8]; weight (o, i) begins at w[o * next + 9 i]. */
void upsampled_conv_weights_back(float *u, const float *w, size_t in,
				 size_t out, size_t next);
/* dw[o * next + 9 i] += the gradient whose sums these are. */
void upsampled_conv_add(const float *sums, size_t in, size_t out, float *dw,
			size_t next);

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
	const float *u;		 /* BACK */
	float *sums;		 /* added to */
	float *scratch;
};

#endif
