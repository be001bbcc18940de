/*
 * gemm.h - matrix products, by OpenBLAS on the caller's thread.
 */
#ifndef KERNEL_GEMM_H
#define KERNEL_GEMM_H

#include <stddef.h>

/* Call once before threads are started: no threads of its own. */
void gemm_init(void);

/* c (m,n) += a (m,len) times b (n,len) transposed; A_ROW and B_ROW are
 * floats from one row to the next, C has no gaps. */
void gemm_add(float *c, const float *a, size_t a_row, size_t m, const float *b,
	      size_t b_row, size_t n, size_t len);

/* OpenBLAS's own name of the kernels it picked ("SkylakeX"): by processor,
 * or as OPENBLAS_CORETYPE says. */
const char *gemm_kernels(void);

#endif
