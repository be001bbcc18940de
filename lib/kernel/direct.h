/*
 * direct.h - convolutions with a kernel of any side, tap by tap, and their
 * gradients with respect to weights and biases.
 *
 * direct_body.h is compiled once for each instruction set of cpu.h.  All of
 * them give the same bits.  Each output pixel is one chain of fused
 * multiply-adds in the order input channel, ky, kx.  The gradients are sums
 * over pixels, which are made in 16 lanes; the lanes are then added up by
 * halves: 8, 4, 2, 1.
 */
#ifndef KERNEL_DIRECT_H
#define KERNEL_DIRECT_H

#include "kernel/planes.h"

#define DIRECT_BLOCK 4 /* output channels computed together */

struct direct_args {
	struct planes x, y;
	/* Of a volume, in place of x: the SLICES slices that this one of y
	 * meets, whose weights follow each other in PACKED, NEXT floats apart.
	 * A slice whose data is NULL is zero. */
	const struct planes *slice;
	size_t slices, next;
	size_t from, to;     /* rows of y, FROM a multiple of 4 */
	size_t first, past;  /* compute pieces FIRST to PAST - 1 of
				   direct_pieces(y.c, to - from) */
	size_t k;	     /* side of the kernel: tap (ky, kx) of pixel
				   (y, x) meets (y + ky - k/2, x + kx - k/2),
				   whatever the sides of x */
	const float *packed; /* weights, as conv_form_pack fills them */
	int add;	     /* y += ... instead of y = bias + ... */
	int relu;	     /* y = max(y, 0); NaN stays NaN */
	int mask;	     /* y = 0 where y was 0 or less before */
};

/* Returns the number of pieces that the work is cut into; a piece is four
 * output channels by four rows. */
static inline size_t direct_pieces(size_t out, size_t rows)
{
	return (out + DIRECT_BLOCK - 1) / DIRECT_BLOCK * ((rows + 3) / 4);
}

struct direct_kernels {
	/* y (o,h,w) = bias + x (c,h,w) * weights (o,c,k,k) */
	void (*conv)(const struct direct_args *a);
	/* dw += sum over pixels of dy (o,h,w) x (c,h,w), where the k x k
	 * weights (o, c) begin at dw[o * out_next + c * in_next] */
	void (*wgrad)(const struct planes *dy, const struct planes *x, size_t k,
		      float *dw, size_t in_next, size_t out_next);
	/* db (o) += sum over pixels of dy (o,h,w) */
	void (*bgrad)(const struct planes *dy, float *db);
};

/* Returns the kernels for the instruction set in use (cpu.h). */
const struct direct_kernels *direct_kernels(void);

#endif
