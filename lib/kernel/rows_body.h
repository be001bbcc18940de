/*
 * rows_body.h - the kernels of rows.h, in terms of VL, FN(x) and TARGET; see
 * vector_body.h.
 *
 * Inside lib/kernel only.
 */
#include "kernel/vector_body.h"

/* EVENS and ODDS take every other of 2 VL pixels; LOW and HIGH put VL even and
 * VL odd ones together again. */
#if VL == 16
#define EVENS(a, b) \
	SHUFFLE(a, b, 0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30)
#define ODDS(a, b) \
	SHUFFLE(a, b, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29, 31)
#define LOW(a, b) \
	SHUFFLE(a, b, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23)
#define HIGH(a, b)                                                          \
	SHUFFLE(a, b, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, \
		15, 31)
#elif VL == 8
#define EVENS(a, b) SHUFFLE(a, b, 0, 2, 4, 6, 8, 10, 12, 14)
#define ODDS(a, b) SHUFFLE(a, b, 1, 3, 5, 7, 9, 11, 13, 15)
#define LOW(a, b) SHUFFLE(a, b, 0, 8, 1, 9, 2, 10, 3, 11)
#define HIGH(a, b) SHUFFLE(a, b, 4, 12, 5, 13, 6, 14, 7, 15)
#else
#define EVENS(a, b) SHUFFLE(a, b, 0, 2, 4, 6)
#define ODDS(a, b) SHUFFLE(a, b, 1, 3, 5, 7)
#define LOW(a, b) SHUFFLE(a, b, 0, 4, 1, 5)
#define HIGH(a, b) SHUFFLE(a, b, 2, 6, 3, 7)
#endif

TARGET static void FN(mask)(float *d, const float *y, size_t n)
{
	for (size_t i = 0; i < n; i += VL)
		STORE(d + i, (V)((IV)LOAD(d + i) & ~(IV)(LOAD(y + i) <= 0)));
}

/* Returns -1 where X exceeds MOST, the maximum so far, else 0. */
INNER IV FN(more)(V x, V most)
{
	return (IV)(x > most) | ((IV)(x != x) & (IV)(most == most));
}

INNER V FN(select)(IV which, V yes, V no)
{
	return (V)(((IV)yes & which) | ((IV)no & ~which));
}

/* Sets P to the four pixels of each of VL blocks at FROM, in the order of rows.
 */
INNER void FN(blocks)(V p[4], const float *from, size_t row)
{
	V a = LOAD(from), b = LOAD(from + VL);
	V c = LOAD(from + row), d = LOAD(from + row + VL);

	p[0] = EVENS(a, b);
	p[1] = ODDS(a, b);
	p[2] = EVENS(c, d);
	p[3] = ODDS(c, d);
}

TARGET static void FN(pool)(float *to, const float *from, size_t row, size_t n)
{
	for (size_t i = 0; i < n; i += VL) {
		V p[4];

		FN(blocks)(p, from + 2 * i, row);
		EACH (k, 3)
			p[0] = FN(select)(FN(more)(p[k + 1], p[0]), p[k + 1],
					  p[0]);
		STORE(to + i, p[0]);
	}
}

/* Adds VL even and VL odd pixels to those at P. */
INNER void FN(add_pairs)(float *p, IV even, IV odd)
{
	V e = (V)even, o = (V)odd;

	STORE(p, LOAD(p) + LOW(e, o));
	STORE(p + VL, LOAD(p + VL) + HIGH(e, o));
}

TARGET static void FN(pool_back)(float *to, const float *from, size_t row,
				 const float *d, size_t n)
{
	for (size_t i = 0; i < n; i += VL, to += 2 * VL) {
		V p[4], most;
		IV g = (IV)LOAD(d + i), is[4];

		FN(blocks)(p, from + 2 * i, row);
		most = p[0];
		EACH (k, 3) {
			is[k + 1] = FN(more)(p[k + 1], most);
			most = FN(select)(is[k + 1], p[k + 1], most);
		}
		FN(add_pairs)
		(to, g & ~(is[1] | is[2] | is[3]),
		 g & is[1] & ~(is[2] | is[3]));
		FN(add_pairs)(to + row, g & is[2] & ~is[3], g & is[3]);
	}
}

typedef uint16_t FN(shorts) __attribute__((vector_size(VL * 2), aligned(2)));

TARGET static void FN(pool_volume)(float *to, uint16_t *which,
				   const float *const from[4], size_t n)
{
	for (size_t i = 0; i < n; i += VL) {
		V most = EVENS(LOAD(from[0] + 2 * i),
			       LOAD(from[0] + 2 * i + VL));
		IV first = { 0 };

		for (int k = 1; k < 8; k++) {
			const float *p = from[k / 2] + 2 * i;
			V a = LOAD(p), b = LOAD(p + VL);
			V x = k % 2 ? ODDS(a, b) : EVENS(a, b);
			IV is = FN(more)(x, most);

			most = FN(select)(is, x, most);
			first = (first & ~is) | (k & is);
		}
		STORE(to + i, most);
		*(FN(shorts) *)(which + i) =
			__builtin_convertvector(first, FN(shorts));
	}
}

/* Zeros that are added are negative, since they change no number.  The next
 * rows are asked for, since these are too short for the processor to notice. */
TARGET static void FN(pool_volume_back)(float *const to[4],
					const uint16_t *which, const float *d,
					size_t n)
{
	const IV none = (IV)ALL(-0.0f);
	const ptrdiff_t next = 2 * (to[1] - to[0]);

	for (size_t i = 0; i < n; i += VL) {
		EACH (k, 4) {
			__builtin_prefetch(to[k] + 2 * i + next, 1);
			__builtin_prefetch(to[k] + 2 * i + VL + next, 1);
		}
		IV at = __builtin_convertvector(*(const FN(shorts) *)(which +
								      i),
						IV);
		V g = LOAD(d + i);

		EACH (k, 4)
			FN(add_pairs)
		(to[k] + 2 * i,
		 (IV)FN(select)((IV)(at == 2 * (int)k), g, (V)none),
		 (IV)FN(select)((IV)(at == 2 * (int)k + 1), g, (V)none));
	}
}

static const struct rows_kernels FN(kernels) = {
	.mask = FN(mask),
	.pool = FN(pool),
	.pool_back = FN(pool_back),
	.pool_volume = FN(pool_volume),
	.pool_volume_back = FN(pool_volume_back),
};

#undef V
#undef ALL
#undef FMA
#undef NMA
#undef IV
#undef LOAD
#undef STORE
#undef INNER
#undef EVENS
#undef ODDS
#undef LOW
#undef HIGH
#undef VL
#undef FN
#undef TARGET
