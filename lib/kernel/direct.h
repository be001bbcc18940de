/*
 * direct.h - convolutions with a kernel of any side, tap by tap, and their
 * gradients with respect to weights and biases.
 *
 * direct_body.h is compiled once for each instruction set of cpu.h.  All of
 * them give the same bits.  Each output pixel is one chain of fused
 * multiply-adds in the order input channel, ky, kx.  Each gradient is a sum
 * over pixels.  It is made in 16 lanes; then the second half of the lanes is
 * added to the first half, until one lane is left (8, 4, 2, 1).
 */
#ifndef KERNEL_DIRECT_H
#define KERNEL_DIRECT_H

#include "kernel/planes.h"

#define DIRECT_BLOCK 4 /* Number of output channels computed together */

struct direct_args {
	struct planes x, y;
	/* In a volume, these take the place of x: the SLICES slices of x from
	 * which this slice of y is computed.  PACKED has their weights one
	 * after the other, NEXT floats apart.  A slice whose data is NULL
	 * counts as zeros. */
	const struct planes *slice;
	size_t slices, next;
	/* Rows of y to compute: FROM to TO - 1.  FROM is a multiple of 4. */
	size_t from, to;
	/* Pieces to compute: FIRST to PAST - 1 of direct_pieces(y.c,
	 * to - from) */
	size_t first, past;
	/* Side of the kernel.  Tap (ky, kx) of pixel (y, x) reads pixel
	 * (y + ky - k/2, x + kx - k/2) of x, whatever the sides of x. */
	size_t k;
	const float *packed; /* Weights, as conv_form_pack fills them */
	int add;	     /* 1: y += ... instead of y = bias + ... */
	int relu;	     /* 1: y = max(y, 0); NaN stays NaN */
	int mask;	     /* 1: y = 0 where y was 0 or less before */
};

/* Returns the number of pieces into which the work is cut.  A piece is four
 * output channels by four rows. */
static inline size_t direct_pieces(size_t out, size_t rows)
{
	return (out + DIRECT_BLOCK - 1) / DIRECT_BLOCK * ((rows + 3) / 4);
}

struct direct_kernels {
	/* y (o,h,w) = bias + x (c,h,w) * weights (o,c,k,k) */
	void (*conv)(const struct direct_args *a);
	/* dw += sum over pixels of dy (o,h,w) x (c,h,w).  The k x k weights of
	 * output channel o and input channel c begin at
	 * dw[o * out_next + c * in_next]. */
	void (*wgrad)(const struct planes *dy, const struct planes *x, size_t k,
		      float *dw, size_t in_next, size_t out_next);
	/* db (o) += sum over pixels of dy (o,h,w) */
	void (*bgrad)(const struct planes *dy, float *db);
};

/* Returns the kernels for the instruction set in use (cpu.h). */
const struct direct_kernels *direct_kernels(void);

#endif
