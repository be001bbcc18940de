/*
 * fused.h - fused multiply-adds for processors that have none.
 *
 * In double the product of two floats is exact.  Adding a third float rounds to
 * double; converting the sum to float rounds again.  Rounding twice may differ
 * from rounding once for sums in the middle between two floats, or too small
 * for a normal float.  There the code finds what the first rounding lost
 * (Knuth's two-sum) and, unless that is 0, makes the last bit of the sum odd
 * ("rounding to odd").  Then the second rounding gives what a single one would,
 * since double has more than two bits beyond float (Boldo and Melquiond 2008).
 *
 * Inside lib/kernel only.
 */
#ifndef KERNEL_FUSED_H
#define KERNEL_FUSED_H

#ifdef __x86_64__
#include <emmintrin.h>
#endif

typedef float fused_float4 __attribute__((vector_size(16)));
typedef double fused_double4 __attribute__((vector_size(32)));
typedef long long fused_long4 __attribute__((vector_size(32)));

/* Returns a b + c, rounded once, for all values. */
static __attribute__((noinline, unused)) fused_float4
fused4_exact(fused_float4 a, fused_float4 b, fused_float4 c)
{
	fused_double4 product = __builtin_convertvector(a, fused_double4) *
				__builtin_convertvector(b, fused_double4);
	fused_double4 more = __builtin_convertvector(c, fused_double4);
	fused_double4 sum = product + more, added = sum - product;
	fused_double4 lost = (product - (sum - added)) + (more - added);
	/* -1 where rounding lost something, else 0.  A NaN gives 0. */
	fused_long4 inexact = (lost < 0) | (lost > 0);
	fused_long4 even = ((fused_long4)sum & 1) - 1;
	/* Adding 1 to the bits moves a double away from zero, -1 towards
	 * it. */
	fused_long4 step = ((fused_long4)lost ^ (fused_long4)sum) < 0;

	step = (step | 1) & inexact & even;
	sum = (fused_double4)((fused_long4)sum + step);
	return __builtin_convertvector(sum, fused_float4);
}

#ifdef __x86_64__
static inline __attribute__((always_inline)) fused_float4
fused4(fused_float4 a, fused_float4 b, fused_float4 c)
{
	const __m128i beyond = _mm_set1_epi32(0x1fffffff);
	const __m128i half = _mm_set1_epi32(0x10000000);
	/* The high half of the double 2^-126, the least normal float. */
	const __m128i least = _mm_set1_epi32(0x38100000);
	__m128d sum = _mm_add_pd(_mm_mul_pd(_mm_cvtps_pd(a), _mm_cvtps_pd(b)),
				 _mm_cvtps_pd(c));
	__m128d sum2 = _mm_add_pd(_mm_mul_pd(_mm_cvtps_pd(_mm_movehl_ps(a, a)),
					     _mm_cvtps_pd(_mm_movehl_ps(b, b))),
				  _mm_cvtps_pd(_mm_movehl_ps(c, c)));
	__m128 bits = _mm_castpd_ps(sum), bits2 = _mm_castpd_ps(sum2);
	__m128i low = _mm_castps_si128(_mm_shuffle_ps(bits, bits2, 0x88));
	__m128i high = _mm_castps_si128(_mm_shuffle_ps(bits, bits2, 0xdd));
	__m128i exponent = _mm_and_si128(high, _mm_set1_epi32(0x7fffffff));
	__m128i middle = _mm_cmpeq_epi32(_mm_and_si128(low, beyond), half);
	__m128i small =
		_mm_andnot_si128(_mm_cmpeq_epi32(exponent, _mm_setzero_si128()),
				 _mm_cmplt_epi32(exponent, least));

	if (_mm_movemask_epi8(_mm_or_si128(middle, small)))
		return fused4_exact(a, b, c);
	return _mm_movelh_ps(_mm_cvtpd_ps(sum), _mm_cvtpd_ps(sum2));
}
#else
#define fused4 fused4_exact
#endif

#endif
