/*
 * winograd.c - the kernels of winograd_body.h, once for each instruction
 * set.
 */
#include "kernel/winograd.h"

#include <string.h>

#include "base/size.h"
#include "kernel/cpu.h"
#include "kernel/tile_blocks.h"
#include "kernel/upsampled_conv.h"
#include "kernel/vector.h"
#include "kernel/volume_conv.h"

#define POINTS WINOGRAD_POINTS
#define BLOCK WEIGHT_BLOCK

/* What a product adds up: matrices u[k] (out, in) times v[k] (in, tiles), N of
 * them; of a volume one for each slice. */
struct factors {
	const float *u[3], *v[3];
	size_t n, in;
};

/* Computes u[p] = G[p] . g: the polynomial g at point p, divided by M'(p),
 * where M(x) = x (x^2 - 1/2) (x^2 - 2). */
static const double G[6][3] = {
	{ 1, 0, 0 },
	{ -2.0 / 3, -2.0 / 3 * RA, -1.0 / 3 },
	{ -2.0 / 3, 2.0 / 3 * RA, -1.0 / 3 },
	{ 1.0 / 6, 1.0 / 6 * RB, 1.0 / 3 },
	{ 1.0 / 6, -1.0 / 6 * RB, 1.0 / 3 },
	{ 0, 0, 1 },
};

/* The same for F(4,2), at the points a, -a, b, -b and infinity: M(x) = (x^2 -
 * 1/2) (x^2 - 2). */
static const double G2[5][2] = {
	{ -RB / 3, -1.0 / 3 },
	{ RB / 3, -1.0 / 3 },
	{ RA / 3, 1.0 / 3 },
	{ -RA / 3, 1.0 / 3 },
	{ 0, 1 },
};

/* N terms of upsampled_conv.h */
struct terms {
	size_t n, term[8];
};

/* Returns the terms that weight K of doubled channels is in: along each
 * direction w1 is in the sum only, w0 and w2 each in one term more. */
static struct terms terms_with(size_t k)
{
	static const size_t more[3] = { 1, 0, 2 };
	static const size_t step[3] = { 3, 1, 9 };
	struct terms t = { .n = 1 };

	for (size_t d = 0; d < 3; d++) {
		size_t plus = more[k / step[d] % 3] * step[d];

		for (size_t i = 0; plus && i < t.n; i++)
			t.term[t.n + i] = t.term[i] + plus;
		t.n *= plus ? 2 : 1;
	}
	return t;
}

size_t winograd_weights_len(size_t in, size_t out)
{
	return POINTS * tile_blocks_weights(in, out);
}

/* Returns the floats from one point of the weights' gradient, IN rows of OUT,
 * to the next. */
static size_t grad_step(size_t in, size_t out)
{
	return tile_blocks_step(in, round_up(out, 16));
}

size_t winograd_sums_len(size_t in, size_t out)
{
	return POINTS * grad_step(in, out);
}

/* conv needs POINTS + 1 matrices of IN or OUT rows, whichever is more; grad
 * needs more. */
size_t winograd_scratch_len(size_t in, size_t out, int back)
{
	size_t each = tile_blocks_step(in, STRIDE) +
		      tile_blocks_step(out, STRIDE);

	if (!back)
		return (POINTS + 1) *
		       tile_blocks_step(in > out ? in : out, STRIDE);
	return POINTS * (each + grad_step(in, out)) +
	       round_up(out, 16) * STRIDE;
}

#ifdef __x86_64__
#define VL 16
#define ROWS 8
#define COLS 3
#define FN(x) x##_avx512
#define TARGET __attribute__((target("avx512f,fma")))
#include "kernel/winograd_body.h"

#define VL 8
#define ROWS 4
#define COLS 2
#define FN(x) x##_avx2
#define TARGET __attribute__((target("avx2,fma")))
#include "kernel/winograd_body.h"
#endif

#ifdef __aarch64__
#define VL 4
#define ROWS 8
#define COLS 3
#define FN(x) x##_neon
#define TARGET
#include "kernel/winograd_body.h"
#endif

#define VL 4
#define ROWS 4
#define COLS 2
#define FN(x) x##_base
#define TARGET
#include "kernel/winograd_body.h"

static const struct winograd_kernels *const sets[CPU_SETS] = {
#ifdef __x86_64__
	[CPU_AVX512] = &kernels_avx512,
	[CPU_AVX2] = &kernels_avx2,
#endif
#ifdef __aarch64__
	[CPU_NEON] = &kernels_neon,
#endif
	[CPU_BASE] = &kernels_base,
};

const struct winograd_kernels *winograd_kernels(void)
{
	return sets[cpu_in_use()->set];
}
