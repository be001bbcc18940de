/*
 * direct.c - the kernels of direct_body.h, once for each instruction set.
 */
#include "kernel/direct.h"

#include "kernel/cpu.h"
#include "kernel/vector.h"

typedef float v4 __attribute__((vector_size(16)));
typedef void block_fn(const struct direct_args *a, size_t o, size_t y,
		      size_t x);

/* The pixels of so many rows, in 6 channels, fit a 32 kB cache. */
static size_t wgrad_rows(const struct planes *p)
{
	return p->row < 1152 ? 1152 / p->row : 1;
}

#ifdef __x86_64__
#define VL 16
#define COLS 4
#define WO 4
#define WC 2
#define FN(x) x##_avx512
#define TARGET __attribute__((target("avx512f,fma")))
#include "kernel/direct_body.h"

#define VL 8
#define COLS 2
#define WO 2
#define WC 1
#define FN(x) x##_avx2
#define TARGET __attribute__((target("avx2,fma")))
#include "kernel/direct_body.h"
#endif

/* The compiler may use these instructions in the base kernels, too.  The two
 * differ only in the size of the blocks, which here is for 32 registers. */
#ifdef __aarch64__
#define VL 4
#define COLS 4
#define WO 2
#define WC 1
#define FN(x) x##_neon
#define TARGET
#include "kernel/direct_body.h"
#endif

#define VL 4
#define COLS 2
#define WO 1
#define WC 1
#define FN(x) x##_base
#define TARGET
#include "kernel/direct_body.h"

static const struct direct_kernels *const sets[CPU_SETS] = {
#ifdef __x86_64__
	[CPU_AVX512] = &kernels_avx512,
	[CPU_AVX2] = &kernels_avx2,
#endif
#ifdef __aarch64__
	[CPU_NEON] = &kernels_neon,
#endif
	[CPU_BASE] = &kernels_base,
};

const struct direct_kernels *direct_kernels(void)
{
	return sets[cpu_in_use()->set];
}
