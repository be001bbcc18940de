/* gemm.c - see gemm.h.  The only file that knows cblas. */
#include "kernel/gemm.h"

#include <cblas.h>

void gemm_init(void)
{
	openblas_set_num_threads(1);
}

const char *gemm_kernels(void)
{
	return openblas_get_corename();
}

void gemm_add(float *c, const float *a, size_t a_row, size_t m, const float *b,
	      size_t b_row, size_t n, size_t len)
{
	cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasTrans, (blasint)m,
		    (blasint)n, (blasint)len, 1, a, (blasint)a_row, b,
		    (blasint)b_row, 1, c, (blasint)n);
}
