/*
 * winograd_tile.h - moves tiles into and out of the transformed domain, in
 * terms of VL, FN(x) and TARGET; see winograd_body.h.
 *
 * The lanes of a vector are neighbouring tiles of a row.  A row of VL tiles has
 * 4 VL pixels.  They are sorted into four vectors: one has pixel 0 of every
 * tile, the next has pixel 1, and so on.
 *
 * Inside lib/kernel only.
 */
#include "kernel/vector_body.h"

/* Asks the cache for N vectors of each of ROWS rows from P on; WRITE: to write
 * them. */
INNER void FN(prefetch)(const float *p, size_t row, const size_t rows,
			const size_t n, const int write)
{
	EACH (i, rows)
		EACH (j, (n * VL + LANES - 1) / LANES) {
			if (write)
				__builtin_prefetch(p + i * row + j * LANES, 1);
			else
				__builtin_prefetch(p + i * row + j * LANES, 0);
		}
}

/* FN(apart) sets d[j] to pixels j, j + 4, j + 8 and so on of 4 vectors.
 * FN(together) undoes this. */
#if VL == 16
#define LOG_VL 4
#define EVEN2(a, b) \
	SHUFFLE(a, b, 0, 4, 8, 12, 16, 20, 24, 28, 1, 5, 9, 13, 17, 21, 25, 29)
#define ODD2(a, b)                                                            \
	SHUFFLE(a, b, 2, 6, 10, 14, 18, 22, 26, 30, 3, 7, 11, 15, 19, 23, 27, \
		31)
#define LOWS(a, b) \
	SHUFFLE(a, b, 0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23)
#define HIGHS(a, b)                                                         \
	SHUFFLE(a, b, 8, 9, 10, 11, 12, 13, 14, 15, 24, 25, 26, 27, 28, 29, \
		30, 31)
#define ZIP_LOW(a, b) \
	SHUFFLE(a, b, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23)
#define ZIP_HIGH(a, b)                                                      \
	SHUFFLE(a, b, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, \
		15, 31)
#define UNZIP_EVEN(a, b) \
	SHUFFLE(a, b, 0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30)
#define UNZIP_ODD(a, b) \
	SHUFFLE(a, b, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29, 31)
#define PAIR_LOW(a, b) \
	SHUFFLE(a, b, 0, 1, 16, 17, 2, 3, 18, 19, 4, 5, 20, 21, 6, 7, 22, 23)
#define PAIR_HIGH(a, b)                                                     \
	SHUFFLE(a, b, 8, 9, 24, 25, 10, 11, 26, 27, 12, 13, 28, 29, 14, 15, \
		30, 31)
#define NEXT(a, b) \
	SHUFFLE(a, b, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 17)
#define BEFORE(a, b) \
	SHUFFLE(a, b, 16, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14)
#elif VL == 8
#define LOG_VL 3
#define EVEN2(a, b) SHUFFLE(a, b, 0, 4, 8, 12, 1, 5, 9, 13)
#define ODD2(a, b) SHUFFLE(a, b, 2, 6, 10, 14, 3, 7, 11, 15)
#define LOWS(a, b) SHUFFLE(a, b, 0, 1, 2, 3, 8, 9, 10, 11)
#define HIGHS(a, b) SHUFFLE(a, b, 4, 5, 6, 7, 12, 13, 14, 15)
#define ZIP_LOW(a, b) SHUFFLE(a, b, 0, 8, 1, 9, 2, 10, 3, 11)
#define ZIP_HIGH(a, b) SHUFFLE(a, b, 4, 12, 5, 13, 6, 14, 7, 15)
#define UNZIP_EVEN(a, b) SHUFFLE(a, b, 0, 2, 4, 6, 8, 10, 12, 14)
#define UNZIP_ODD(a, b) SHUFFLE(a, b, 1, 3, 5, 7, 9, 11, 13, 15)
#define PAIR_LOW(a, b) SHUFFLE(a, b, 0, 1, 8, 9, 2, 3, 10, 11)
#define PAIR_HIGH(a, b) SHUFFLE(a, b, 4, 5, 12, 13, 6, 7, 14, 15)
#define NEXT(a, b) SHUFFLE(a, b, 1, 2, 3, 4, 5, 6, 7, 9)
#define BEFORE(a, b) SHUFFLE(a, b, 8, 0, 1, 2, 3, 4, 5, 6)
#else
#define LOG_VL 2
#define EVEN2(a, b) SHUFFLE(a, b, 0, 4, 1, 5)
#define ODD2(a, b) SHUFFLE(a, b, 2, 6, 3, 7)
#define LOWS(a, b) SHUFFLE(a, b, 0, 1, 4, 5)
#define HIGHS(a, b) SHUFFLE(a, b, 2, 3, 6, 7)
#define ZIP_LOW(a, b) SHUFFLE(a, b, 0, 4, 1, 5)
#define ZIP_HIGH(a, b) SHUFFLE(a, b, 2, 6, 3, 7)
#define UNZIP_EVEN(a, b) SHUFFLE(a, b, 0, 2, 4, 6)
#define UNZIP_ODD(a, b) SHUFFLE(a, b, 1, 3, 5, 7)
#define PAIR_LOW(a, b) SHUFFLE(a, b, 0, 1, 4, 5)
#define PAIR_HIGH(a, b) SHUFFLE(a, b, 2, 3, 6, 7)
#define NEXT(a, b) SHUFFLE(a, b, 1, 2, 3, 5)
#define BEFORE(a, b) SHUFFLE(a, b, 4, 0, 1, 2)
#endif

INNER void FN(apart)(V d[4], const V px[4])
{
	V ab = EVEN2(px[0], px[1]), ce = EVEN2(px[2], px[3]);
	V AB = ODD2(px[0], px[1]), CE = ODD2(px[2], px[3]);

	d[0] = LOWS(ab, ce);
	d[1] = HIGHS(ab, ce);
	d[2] = LOWS(AB, CE);
	d[3] = HIGHS(AB, CE);
}

INNER void FN(together)(V px[4], const V d[4])
{
	V a = ZIP_LOW(d[0], d[1]), b = ZIP_LOW(d[2], d[3]);
	V c = ZIP_HIGH(d[0], d[1]), e = ZIP_HIGH(d[2], d[3]);

	px[0] = PAIR_LOW(a, b);
	px[1] = PAIR_HIGH(a, b);
	px[2] = PAIR_LOW(c, e);
	px[3] = PAIR_HIGH(c, e);
}

/* o = B' d.  The rows of B' are the coefficients of M(x) / (x - p) for each
 * point p.  M(x) = x (x^2 - 1/2) (x^2 - 2). */
INNER void FN(b6)(V o[6], V d0, V d1, V d2, V d3, V d4, V d5)
{
	const V a = ALL((float)RA), b = ALL((float)RB);
	const V two = ALL(2.0f), half = ALL(0.5f), most = ALL(2.5f);
	V u = NMA(two, d2, d4), v = NMA(two, d1, d3);
	V s = NMA(half, d2, d4), t = NMA(half, d1, d3);

	o[0] = d0 + NMA(most, d2, d4);
	o[1] = FMA(a, v, u);
	o[2] = NMA(a, v, u);
	o[3] = FMA(b, t, s);
	o[4] = NMA(b, t, s);
	o[5] = d1 + NMA(most, d3, d5);
}

/* o = A' m: coefficients 0 to 3 of the polynomial that has the values m at the
 * points. */
INNER void FN(a4)(V o[4], V m0, V m1, V m2, V m3, V m4, V m5)
{
	const V a = ALL((float)RA), b = ALL((float)RB);
	const V half_a = ALL(0.5f * (float)RA), two_b = ALL(2 * (float)RB);
	V p = m1 + m2, q = m1 - m2, r = m3 + m4, s = m3 - m4;

	o[0] = m0 + p + r;
	o[1] = FMA(a, q, b * s);
	o[2] = FMA(ALL(0.5f), p, r + r);
	o[3] = FMA(half_a, q, FMA(two_b, s, m5));
}

/* o = A d: the values, at each point, of the cubic with the coefficients d. */
INNER void FN(a6)(V o[6], V d0, V d1, V d2, V d3)
{
	const V a = ALL((float)RA), b = ALL((float)RB);
	const V two = ALL(2.0f), half = ALL(0.5f);
	V u = FMA(half, d2, d0), v = FMA(half, d3, d1);
	V s = FMA(two, d2, d0), t = FMA(two, d3, d1);

	o[0] = d0;
	o[1] = FMA(a, v, u);
	o[2] = NMA(a, v, u);
	o[3] = FMA(b, t, s);
	o[4] = NMA(b, t, s);
	o[5] = d3;
}

/* Returns row 4 TY + I - 1 of channel C, from tile TX on.  Returns zeros if 4
 * TY + I is above PAST, since the memory there may belong to another channel.
 */
INNER const float *FN(tile_row)(const struct planes *x, size_t c, size_t ty,
				size_t tx, size_t i, size_t past)
{
	static const float zeros[5 * VL + LANES] = { 0 };
	const float *either[2] = { zeros + LANES,
				   planes_row(x, c, 4 * ty + i - 1) + 4 * tx };

	return either[4 * ty + i <= past];
}

/* Transforms VL tiles of channel C, from tile (TY, TX) on, into to[p * step], p
 * < 36.  Columns are transformed first, with the column on either side, in the
 * order of memory.  Then rows are transformed. */
TARGET APART void FN(input)(float *to, size_t step, const struct planes *x,
			    size_t c, size_t ty, size_t tx)
{
	const float *p[6];
	V t[6][5], d[4], o[6];

	EACH (i, 6)
		p[i] = FN(tile_row)(x, c, ty, tx, i, x->h + 1);
	EACH (j, 4) {
		FN(b6)
		(o, LOAD(p[0] + j * VL), LOAD(p[1] + j * VL),
		 LOAD(p[2] + j * VL), LOAD(p[3] + j * VL), LOAD(p[4] + j * VL),
		 LOAD(p[5] + j * VL));
		EACH (i, 6)
			t[i][j] = o[i];
	}
#define SIDES(p) ((V){ (p)[-1], (p)[4 * VL] })
	FN(b6)
	(o, SIDES(p[0]), SIDES(p[1]), SIDES(p[2]), SIDES(p[3]), SIDES(p[4]),
	 SIDES(p[5]));
	EACH (i, 6)
		t[i][4] = o[i];
#undef SIDES
	EACH (i, 6) {
		FN(apart)(d, t[i]);
		FN(b6)
		(o, BEFORE(d[3], t[i][4]), d[0], d[1], d[2], d[3],
		 NEXT(d[0], t[i][4]));
		EACH (j, 6)
			STORE(to + (i * 6 + j) * step, o[j]);
	}
}

/* Transforms tiles of DY in the same way, but by A instead of B'. */
TARGET APART void FN(outward)(float *to, size_t step, const struct planes *dy,
			      size_t c, size_t ty, size_t tx)
{
	const float *p[4];
	V t[6][4], d[4], o[6];

	EACH (i, 4)
		p[i] = FN(tile_row)(dy, c, ty, tx, i + 1, dy->h);
	EACH (j, 4) {
		FN(a6)
		(o, LOAD(p[0] + j * VL), LOAD(p[1] + j * VL),
		 LOAD(p[2] + j * VL), LOAD(p[3] + j * VL));
		EACH (i, 6)
			t[i][j] = o[i];
	}
	EACH (i, 6) {
		FN(apart)(d, t[i]);
		FN(a6)(o, d[0], d[1], d[2], d[3]);
		EACH (j, 6)
			STORE(to + (i * 6 + j) * step, o[j]);
	}
}

/* Writes one row of the pixels of VL tiles to P. */
INNER void FN(put4)(float *p, const V d[4], float bias, const int add,
		    const int relu, const int mask)
{
	V px[4];

	FN(together)(px, d);
	EACH (j, 4) {
		px[j] += bias;
		if (add)
			px[j] += LOAD(p + j * VL);
		if (relu)
			px[j] = (V)((IV)px[j] & ~(px[j] < 0));
		if (mask)
			px[j] = (V)((IV)px[j] & ~(LOAD(p + j * VL) <= 0));
		STORE(p + j * VL, px[j]);
	}
}

/* Transforms the products m[p * step] of VL tiles back.  Writes rows of pixels
 * to P. */
INNER void FN(output_as)(float *p, size_t row, size_t rows, const float *m,
			 size_t step, float bias, const int add, const int relu,
			 const int mask)
{
	V t[4][6], d[4];

	EACH (j, 6) {
		FN(a4)
		(d, LOAD(m + j * step), LOAD(m + (6 + j) * step),
		 LOAD(m + (12 + j) * step), LOAD(m + (18 + j) * step),
		 LOAD(m + (24 + j) * step), LOAD(m + (30 + j) * step));
		EACH (i, 4)
			t[i][j] = d[i];
	}
	EACH (i, 4) {
		if (i >= rows)
			break;
		FN(a4)(d, t[i][0], t[i][1], t[i][2], t[i][3], t[i][4], t[i][5]);
		FN(put4)(p + i * row, d, bias, add, relu, mask);
	}
}

TARGET APART void FN(output_there)(float *p, size_t row, size_t rows,
				   const float *m, size_t step, float bias,
				   int add, int relu)
{
	if (add && relu)
		FN(output_as)(p, row, rows, m, step, bias, 1, 1, 0);
	else if (add)
		FN(output_as)(p, row, rows, m, step, bias, 1, 0, 0);
	else if (relu)
		FN(output_as)(p, row, rows, m, step, bias, 0, 1, 0);
	else
		FN(output_as)(p, row, rows, m, step, bias, 0, 0, 0);
}

TARGET APART void FN(output_masked)(float *p, size_t row, size_t rows,
				    const float *m, size_t step, int add)
{
	if (add)
		FN(output_as)(p, row, rows, m, step, 0, 1, 0, 1);
	else
		FN(output_as)(p, row, rows, m, step, 0, 0, 0, 1);
}

/* Copies N < 128 floats.  (memcpy is slow if the compiler knows that N is
 * small, but not its value.) */
INNER void FN(copy_some)(float *to, const float *from, size_t n)
{
	EACH (i, 7) {
		const size_t part = 64 >> i;

		if (n & part) {
			memcpy(to, from, part * sizeof(*to));
			to += part;
			from += part;
		}
	}
}

/* Writes TILES tiles of output channel O from the products m[p * step].  Fewer
 * than VL tiles go through EDGE, so that the pixels behind them are not
 * overwritten. */
INNER void FN(output)(const struct winograd_args *a, const float *m,
		      size_t step, size_t o, size_t ty, size_t tx, size_t tiles)
{
	float edge[4][4 * VL] __attribute__((aligned(64)));
	float *to = planes_row(&a->y, o, 4 * ty) + 4 * tx, *p = to;
	size_t rows = min(4, a->y.h - 4 * ty), row = a->y.row;
	size_t n = min(4 * tiles, a->y.w - 4 * tx);

	if (n < 4 * VL) {
		p = edge[0];
		row = 4 * VL;
		for (size_t i = 0; (a->add || a->mask) && i < rows; i++)
			FN(copy_some)(edge[i], to + i * a->y.row, n);
	}
	if (a->mask)
		FN(output_masked)(p, row, rows, m, step, a->add);
	else
		FN(output_there)
	(p, row, rows, m, step, a->bias ? a->bias[o] : 0, a->add, a->relu);
	for (size_t i = 0; n < 4 * VL && i < rows; i++)
		FN(copy_some)(to + i * a->y.row, edge[i], n);
}
