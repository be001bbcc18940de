/*
 * direct.h - convolutions of any kernel, tap by tap, and the sums over
 * pixels that their gradients are.
 *
 * direct_body.h is compiled once for each instruction set of cpu.h.  All
 * give the same bits: each output pixel is one chain of fused multiply-adds
 * in the order input channel, ky, kx, and sums over pixels are made in 16
 * lanes that are folded by halves.
 */
#ifndef KERNEL_DIRECT_H
#define KERNEL_DIRECT_H

#include "kernel/planes.h"

#define DIRECT_BLOCK 4 /* output channels computed together */

struct direct_args {
	struct planes x, y;
	size_t from, to;     /* rows of y, FROM a multiple of 4 */
	size_t first, past;  /* of direct_pieces(y.c, rows), those to do */
	size_t k;	     /* side of the kernel: tap (ky, kx) of pixel
				   (y, x) meets (y + ky - k/2, x + kx - k/2),
				   whatever the sides of x */
	const float *packed; /* conv_form_pack's (conv_form.h) */
	int add;	     /* y += instead of y = bias + */
	int relu;	     /* y = max(y, 0); NaN stays NaN */
	int mask;	     /* y = 0 where y was 0 or less before */
};

/* Four output channels by four rows are a piece. */
static inline size_t direct_pieces(size_t out, size_t rows)
{
	return (out + DIRECT_BLOCK - 1) / DIRECT_BLOCK * ((rows + 3) / 4);
}

struct direct_kernels {
	/* y (o,h,w) = bias + x (c,h,w) * weights (o,c,k,k) */
	void (*conv)(const struct direct_args *a);
	/* dw (o,c,k,k) += sum over pixels of dy (o,h,w) x (c,h,w) */
	void (*wgrad)(const struct planes *dy, const struct planes *x, size_t k,
		      float *dw);
	/* db (o) += sum over pixels of dy (o,h,w) */
	void (*bgrad)(const struct planes *dy, float *db);
};

/* Those of the instruction set in use (cpu.h). */
const struct direct_kernels *direct_kernels(void);

#endif
