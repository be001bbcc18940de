/*
 * kernel.c - one set of kernels per instruction set, and the choice.
 *
 * No ifunc: a table of pointers works under sanitizers and valgrind too.
 */
#include "nn/kernel.h"

#if defined(__aarch64__) && defined(__linux__)
#include <sys/auxv.h>
#endif

#ifdef __clang__
#define UNROLL _Pragma("clang loop unroll(full)")
#else
#define UNROLL _Pragma("GCC unroll 16")
#endif
#define EACH(i, n) UNROLL for (size_t i = 0; i < (n); i++)

typedef float v4 __attribute__((vector_size(16)));
typedef void block_fn(const struct conv_args *a, size_t o, size_t y, size_t x);

/* Rows whose pixels, of 6 channels, stay in a 32 kB cache. */
static size_t wgrad_rows(const struct planes *p)
{
	return p->row < 1152 ? 1152 / p->row : 1;
}

#ifdef __x86_64__
#define NAME "avx512"
#define VL 16
#define COLS 4
#define WO 4
#define WC 2
#define FN(x) x##_avx512
#define TARGET __attribute__((target("avx512f,fma")))
#include "nn/kernel_body.h"

#define NAME "avx2"
#define VL 8
#define COLS 2
#define WO 2
#define WC 1
#define FN(x) x##_avx2
#define TARGET __attribute__((target("avx2,fma")))
#include "nn/kernel_body.h"
#endif

/* The compiler may assume these instructions, so what differs from base is
 * the size of the blocks: for 32 registers. */
#ifdef __aarch64__
#define NAME "neon"
#define VL 4
#define COLS 4
#define WO 2
#define WC 1
#define FN(x) x##_neon
#define TARGET
#include "nn/kernel_body.h"

static int has_neon(void)
{
#ifdef __linux__
	return (getauxval(AT_HWCAP) & HWCAP_ASIMD) != 0;
#else
	return 1;
#endif
}
#endif

#define NAME "base"
#define VL 4
#define COLS 2
#define WO 1
#define WC 1
#define FN(x) x##_base
#define TARGET
#include "nn/kernel_body.h"

const struct kernels *kernels_at(size_t i)
{
#ifdef __x86_64__
	__builtin_cpu_init();
	if (__builtin_cpu_supports("avx512f") && i-- == 0)
		return &kernels_avx512;
	if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") &&
	    i-- == 0)
		return &kernels_avx2;
#endif
#ifdef __aarch64__
	if (has_neon() && i-- == 0)
		return &kernels_neon;
#endif
	return i == 0 ? &kernels_base : NULL;
}

static const struct kernels *chosen;

void kernels_use(const struct kernels *k)
{
	chosen = k;
}

const struct kernels *kernels(void)
{
	return chosen ? chosen : kernels_at(0);
}
