/*
 * vector_body.h - vectors of VL floats and their fused multiply-adds, in terms
 * of these macros:
 *
 * VL      floats in a vector: 16 (AVX-512), 8 (AVX2) or 4
 * FN(x)   x with the instruction set's name behind it
 * TARGET  the function attribute that permits its instructions
 *
 * Every multiply-add that must be rounded once is written as FMA or NMA.  The
 * compiler fuses no other multiply-adds.  So all instruction sets and compilers
 * give the same bits.
 *
 * Inside lib/kernel only.
 */
typedef float FN(vec) __attribute__((vector_size(VL * 4)));
typedef float FN(vecu) __attribute__((vector_size(VL * 4), aligned(4)));
typedef int FN(ivec) __attribute__((vector_size(VL * 4)));
#define V FN(vec)
#define IV FN(ivec)
#define LOAD(p) ((V) * (const FN(vecu) *)(p))
#define STORE(p, v) (*(FN(vecu) *)(p) = (v))
#define INNER TARGET static inline __attribute__((always_inline))
#define ALL(x) ((x) - (V){ 0 }) /* in each lane */

/* FMA is a b + c; NMA is c - a b. */
#if VL == 16
#define FMA(a, b, c) ((V)_mm512_fmadd_ps((__m512)(a), (__m512)(b), (__m512)(c)))
#define NMA(a, b, c) \
	((V)_mm512_fnmadd_ps((__m512)(a), (__m512)(b), (__m512)(c)))
#elif VL == 8
#define FMA(a, b, c) ((V)_mm256_fmadd_ps((__m256)(a), (__m256)(b), (__m256)(c)))
#define NMA(a, b, c) \
	((V)_mm256_fnmadd_ps((__m256)(a), (__m256)(b), (__m256)(c)))
#elif defined(__aarch64__)
#define FMA(a, b, c) \
	((V)vfmaq_f32((float32x4_t)(c), (float32x4_t)(a), (float32x4_t)(b)))
#define NMA(a, b, c) \
	((V)vfmsq_f32((float32x4_t)(c), (float32x4_t)(a), (float32x4_t)(b)))
#else
#define FMA(a, b, c) fused4(a, b, c)
#define NMA(a, b, c) fused4(-(a), b, c)
#endif
