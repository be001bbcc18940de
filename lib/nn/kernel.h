/*
 * kernel.h - the inner loops of a convolution, once per instruction set.
 *
 * kernel_body.h is compiled for AVX-512, AVX2 with FMA, NEON, and whatever
 * the compiler may assume; kernels() picks the best the processor has.  All
 * but the last give the same bits: each output pixel is one chain of fused
 * multiply-adds in the order input channel, ky, kx, and sums over pixels
 * are made in 16 lanes that are folded by halves.
 */
#ifndef NN_KERNEL_H
#define NN_KERNEL_H

#include "base/err.h"
#include "nn/planes.h"

#define OUT_BLOCK 4 /* output channels computed together */

struct conv_args {
	struct planes x, y;
	size_t from, to;     /* rows of y, FROM a multiple of 4 */
	size_t first, past;  /* of conv_pieces(y.c, rows), those to do */
	size_t k;	     /* side of the kernel: tap (ky, kx) of pixel
				   (y, x) meets (y + ky - k/2, x + kx - k/2),
				   whatever the sides of x */
	const float *packed; /* kernel_pack's */
	int add;	     /* y += instead of y = bias + */
	int relu;	     /* y = max(y, 0); NaN stays NaN */
	int mask;	     /* y = 0 where y was 0 or less before */
};

/* Four output channels by four rows are a piece. */
static inline size_t conv_pieces(size_t out, size_t rows)
{
	return (out + OUT_BLOCK - 1) / OUT_BLOCK * ((rows + 3) / 4);
}

struct kernels {
	const char *name;
	/* y (o,h,w) = bias + x (c,h,w) * weights (o,c,k,k) */
	void (*conv)(const struct conv_args *a);
	/* dw (o,c,k,k) += sum over pixels of dy (o,h,w) x (c,h,w) */
	void (*wgrad)(const struct planes *dy, const struct planes *x, size_t k,
		      float *dw);
	/* db (o) += sum over pixels of dy (o,h,w) */
	void (*bgrad)(const struct planes *dy, float *db);
};

/* Those in use: the best, unless a test chose others. */
const struct kernels *kernels(void);
/* The I-th that this processor can run, best first; NULL ends. */
const struct kernels *kernels_at(size_t i);
/* Use those that the environment's XP_CPU names, if it does (avx512, avx2,
 * neon, base); err_usage when this processor has not got them. */
int kernels_from_env(struct err *err);
/* Use K from now on, NULL: the best again.  Not while threads compute. */
void kernels_use(const struct kernels *k);

#endif
