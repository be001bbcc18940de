/*
 * direct.h - convolutions with a kernel of any side, tap by tap, and their
 * gradients by weights and biases.
 *
 * The bits are the same for all instruction sets.  Each output pixel is one
 * chain of fused multiply-adds in the order slice, input channel, ky, kx.  Sums
 * over pixels are made in 16 lanes, which are then added by halves (8, 4, 2,
 * 1).
 */
#ifndef KERNEL_DIRECT_H
#define KERNEL_DIRECT_H

#include "kernel/planes.h"

#define DIRECT_BLOCK 4 /* output channels computed together */

struct direct_args {
	struct planes x, y;
	/* In a volume these replace x: SLICES slices of x, from which this
	 * slice of y is computed.  Their weights in PACKED are NEXT floats
	 * apart.  A slice without data is zeros. */
	const struct planes *slice;
	size_t slices, next;
	/* rows FROM to TO - 1 of y; FROM is a multiple of 4 */
	size_t from, to;
	/* pieces FIRST to PAST - 1 of direct_pieces(y.c, to - from) */
	size_t first, past;
	/* Side of the kernel: tap (ky, kx) of pixel (y, x) reads pixel (y + ky
	 * - k/2, x + kx - k/2) of x. */
	size_t k;
	const float *packed; /* as conv_form_pack fills them */
	int add;	     /* 1: y += ... instead of y = bias + ... */
	int relu;	     /* 1: y = max(y, 0); NaN stays NaN */
	int mask;	     /* 1: y = 0 where y was 0 or less before */
};

/* Returns the number of pieces of the work; a piece is four output channels by
 * four rows. */
static inline size_t direct_pieces(size_t out, size_t rows)
{
	return (out + DIRECT_BLOCK - 1) / DIRECT_BLOCK * ((rows + 3) / 4);
}

struct direct_kernels {
	/* y (o,h,w) = bias + x (c,h,w) * weights (o,c,k,k) */
	void (*conv)(const struct direct_args *a);
	/* dw += sum over pixels of dy (o,h,w) x (c,h,w); the k x k weights of
	 * output channel o and input channel c are at dw[o * out_next + c *
	 * in_next] */
	void (*wgrad)(const struct planes *dy, const struct planes *x, size_t k,
		      float *dw, size_t in_next, size_t out_next);
	/* db (o) += sum over pixels of dy (o,h,w) */
	void (*bgrad)(const struct planes *dy, float *db);
};

/* Returns the kernels for the instruction set in use (cpu.h). */
const struct direct_kernels *direct_kernels(void);

#endif
