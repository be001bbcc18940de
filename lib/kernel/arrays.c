/*
 * arrays.c - the kernels of arrays_body.h, once for each instruction set.
 */
#include "kernel/arrays.h"

#include <math.h>
#include <string.h>

#include "kernel/cpu.h"
#include "kernel/vector.h"

#ifdef __x86_64__
#define VL 16
#define FN(x) x##_avx512
#define TARGET __attribute__((target("avx512f,fma")))
#include "kernel/arrays_body.h"

#define VL 8
#define FN(x) x##_avx2
#define TARGET __attribute__((target("avx2,fma")))
#include "kernel/arrays_body.h"
#endif

/* NEON's vectors are those of the base kernels, too. */
#define VL 4
#define FN(x) x##_base
#define TARGET
#include "kernel/arrays_body.h"

static const struct arrays_kernels *const sets[CPU_SETS] = {
#ifdef __x86_64__
	[CPU_AVX512] = &kernels_avx512,
	[CPU_AVX2] = &kernels_avx2,
#endif
	[CPU_NEON] = &kernels_base,
	[CPU_BASE] = &kernels_base,
};

const struct arrays_kernels *arrays_kernels(void)
{
	return sets[cpu_in_use()->set];
}
