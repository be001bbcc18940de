/*
 * doubled.h - 3 x 3 convolutions of a map whose every pixel is doubled in
 * both directions ("nearest" by 2), from the map as it was.
 *
 * Along one direction, with weights w0, w1, w2, their sum s, and zeros
 * around x:
 *
 *	y[2i]     = s x[i] + w0 (x[i - 1] - x[i])
 *	y[2i + 1] = s x[i] + w2 (x[i + 1] - x[i])
 *
 * so in both directions 9 products make 4 pixels, where the direct way
 * takes 36: as few as winograd.h, with next to nothing to transform, and
 * the doubled map is never made.  Back, with e and o the even and odd
 * pixels of dy:
 *
 *	dx[i] = s (e[i] + o[i]) + w0 (e[i + 1] - e[i]) + w2 (o[i - 1] - o[i])
 *
 * and the gradients by s, w0 and w2 are the sums of x[i] times what they
 * have beside them there.  A pixel's bits depend on the 3 x 3 pixels of x
 * around it only.
 */
#ifndef NN_DOUBLED_H
#define NN_DOUBLED_H

#include "nn/op.h"

#define DOUBLED_TERMS 9		/* s, w0, w2 of rows by those of columns */

/* Floats of the weights, there or BACK; of scratch memory; of the sums for
 * their gradient, which scratch memory has room for, too. */
size_t doubled_weights_len(size_t in, size_t out, int back);
size_t doubled_scratch_len(size_t in, size_t out);
size_t doubled_sums_len(size_t in, size_t out);

/* Weight (o, i) begins at w[o * next + 9 i].  There: U[9][out / 8][in][8];
 * BACK: U[in / 8][9][out][8]. */
void doubled_weights(float *u, const float *w, size_t in, size_t out,
		     size_t next, int back);
/* dw[o * next + 9 i] += the gradient whose sums these are. */
void doubled_add(const float *sums, size_t in, size_t out, float *dw,
		 size_t next);

struct doubled_args {
	struct planes x, y;
	struct span span;	/* rows of y */
	const float *u;
	float *scratch;		/* doubled_scratch_len(x.c, y.c), aligned */
};

struct doubled_grad_args {
	struct planes dy, x, dx;	/* dx may be x */
	size_t from, to;	/* rows of x */
	int add;		/* dx += instead of dx = */
	int mask;		/* dx = 0 where x is 0 or less */
	const float *u;		/* BACK */
	float *sums;		/* added to */
	float *scratch;
};

#endif
