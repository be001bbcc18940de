/*
 * arrays_body.h - the kernels of arrays.h, in terms of VL, FN(x) and TARGET;
 * see vector_body.h.
 *
 * Inside lib/kernel only.
 */
#include "kernel/vector_body.h"

/* half as many floats, and as many doubles */
typedef float FN(half) __attribute__((vector_size(VL * 2), aligned(4)));
typedef double FN(wide) __attribute__((vector_size(VL * 4), aligned(8)));

#if VL == 16
#define ROOT(x) ((V)_mm512_sqrt_ps((__m512)(x)))
#elif VL == 8
#define ROOT(x) ((V)_mm256_sqrt_ps((__m256)(x)))
#elif defined(__x86_64__)
#define ROOT(x) ((V)_mm_sqrt_ps((__m128)(x)))
#elif defined(__aarch64__)
#define ROOT(x) ((V)vsqrtq_f32((float32x4_t)(x)))
#else
#define ROOT(x) \
	((V){ sqrtf((x)[0]), sqrtf((x)[1]), sqrtf((x)[2]), sqrtf((x)[3]) })
#endif

TARGET static void FN(add)(double *sum, const float *x, size_t n)
{
	size_t i = 0;

	for (; i + VL / 2 <= n; i += VL / 2)
		*(FN(wide) *)(sum + i) +=
			__builtin_convertvector(*(const FN(half) *)(x + i),
						FN(wide));
	for (; i < n; i++)
		sum[i] += x[i];
}

INNER void FN(adam_vector)(const struct arrays_adam *a, float *w, float *m,
			   float *v, const float *grad)
{
	V g = LOAD(grad) * ALL(a->scale);
	V m1 = ALL(a->b1) * LOAD(m) + ALL(a->c1) * g;
	V v1 = ALL(a->b2) * LOAD(v) + ALL(a->c2) * g * g;

	STORE(m, m1);
	STORE(v, v1);
	STORE(w, LOAD(w) * ALL(a->keep) -
			 ALL(a->rate) * m1 /
				 (ROOT(v1) / ALL(a->root) + ALL(a->eps)));
}

TARGET static void FN(adam)(const struct arrays_adam *a, float *w, float *m,
			    float *v, const float *grad, size_t n)
{
	float last[4][VL] = { { 0 } };
	float *of[4] = { w, m, v, NULL };
	size_t i = 0;

	for (; i + VL <= n; i += VL)
		FN(adam_vector)(a, w + i, m + i, v + i, grad + i);
	if (i == n)
		return;
	for (size_t k = 0; k < 4; k++)
		memcpy(last[k], (of[k] ? of[k] : grad) + i,
		       (n - i) * sizeof(*w));
	FN(adam_vector)(a, last[0], last[1], last[2], last[3]);
	for (size_t k = 0; k < 3; k++)
		memcpy(of[k] + i, last[k], (n - i) * sizeof(*w));
}

static const struct arrays_kernels FN(kernels) = {
	.add = FN(add),
	.adam = FN(adam),
};

#undef V
#undef ALL
#undef FMA
#undef NMA
#undef IV
#undef LOAD
#undef STORE
#undef INNER
#undef ROOT
#undef VL
#undef FN
#undef TARGET
