/*
 * direct_body.h - the kernels of direct.h, by these macros:
 *
 *	VL	floats in a vector: 16, 8 or 4
 *	COLS	vectors of an output row computed together, 2 or 4
 *	WO, WC	output and input channels in a block of the weights' gradient,
 *		which has WO * WC * 3 * (16 / VL) vectors of sums
 *	FN(x)	x with the instruction set's name behind it
 *	TARGET	the function attribute that permits its instructions
 *
 * conv computes blocks of 4 output channels by COLS vectors of pixels, whose
 * sums are all in registers: for each input channel and tap, COLS + 4 loads for
 * 4 COLS multiply-adds.  In a narrow image a block spans two or four rows.
 *
 * wgrad has the sums of weights in registers: for each vector of pixels, WC * 3
 * loads of x (shifted) and WO loads of dy for WO * WC * 3 multiply-adds.
 *
 * Inside lib/kernel only.
 */
#include "kernel/vector_body.h"

#define PARTS (LANES / VL) /* vectors that make up 16 lanes */

/* Finishes one vector of pixels: applies RELU and MASK, sets pixels beyond the
 * image to 0, and stores the vector. */
INNER void FN(put)(const struct direct_args *a, float *to, V v, size_t x)
{
	if (a->relu)
		v = (V)((IV)v & ~(v < 0));
	if (a->mask)
		v = (V)((IV)v & ~(*(V *)to <= 0));
	if (x + VL > a->y.w) {
		for (size_t i = 0; i < VL; i++)
			v[i] = x + i < a->y.w ? v[i] : 0;
	}
	*(V *)to = v;
}

/* Adds one tap to SUM: the pixels at P times the 4 weights at W. */
INNER void FN(tap)(V sum[DIRECT_BLOCK][4], const float *p, size_t row,
		   const float *w, const size_t rows, const size_t cols)
{
	V in[4];

	EACH (j, rows * cols)
		in[j] = LOAD(p + j / cols * row + j % cols * VL);
	EACH (i, DIRECT_BLOCK)
		EACH (j, rows * cols)
			sum[i][j] = FMA(in[j], ALL(w[i]), sum[i][j]);
}

/* Adds all taps of all channels of X to SUM.  FROM is the pixel of X in the
 * place of the block's first pixel.  W has the weights, 4 for each tap. */
INNER void FN(taps)(V sum[DIRECT_BLOCK][4], const struct planes *x,
		    const float *from, const float *w, const size_t rows,
		    const size_t cols, const size_t k)
{
	const float *p, *past;
	size_t row = x->row;

	from -= k / 2 * (row + 1);
	for (size_t c = 0; c < x->c; c++, from += x->plane)
		for (p = from, past = p + k * row; p < past; p += row)
			if (k == 3) {
				EACH (kx, 3)
					FN(tap)
				(sum, p + kx, row, w + kx * DIRECT_BLOCK, rows,
				 cols);
				w += 3 * DIRECT_BLOCK;
			} else {
				for (size_t kx = 0; kx < k;
				     kx++, w += DIRECT_BLOCK)
					FN(tap)
				(sum, p + kx, row, w, rows, cols);
			}
}

/* Computes one block: 4 output channels from O on, ROWS rows from Y on, COLS
 * vectors of columns from X on. */
INNER void FN(block)(const struct direct_args *a, size_t o, size_t y, size_t x,
		     const size_t rows, const size_t cols, const size_t k)
{
	const struct planes *in = a->slices ? a->slice : &a->x;
	const float *w = a->packed + o * (1 + in->c * k * k);
	float *to = planes_row(&a->y, o, y) + x;
	size_t outs = a->y.c - o;
	V sum[DIRECT_BLOCK][4];

	EACH (i, DIRECT_BLOCK)
		EACH (j, rows * cols)
			sum[i][j] = a->add && i < outs ?
					    *(V *)(to + i * a->y.plane +
						   j / cols * a->y.row +
						   j % cols * VL) :
					    ALL(w[i]);
	w += DIRECT_BLOCK;
	for (const struct planes *past = in + (a->slices ? a->slices : 1);
	     in < past; in++, w += a->next)
		if (in->data)
			FN(taps)
	(sum, in, planes_row(in, 0, y) + x, w, rows, cols, k);
	EACH (i, DIRECT_BLOCK)
		EACH (j, rows * cols)
			if (i < outs)
				FN(put)
	(a, to + i * a->y.plane + j / cols * a->y.row + j % cols * VL,
	 sum[i][j], x + j % cols * VL);
}

#define BLOCK(rows, cols)                                                      \
	TARGET static void FN(block##rows##cols)(const struct direct_args *a,  \
						 size_t o, size_t y, size_t x) \
	{                                                                      \
		if (a->k == 3)                                                 \
			FN(block)(a, o, y, x, rows, cols, 3);                  \
		else                                                           \
			FN(block)(a, o, y, x, rows, cols, a->k);               \
	}

BLOCK(1, 1)
BLOCK(1, 2)
#if COLS == 4
BLOCK(1, 3)
BLOCK(1, 4)
BLOCK(2, 2)
BLOCK(4, 1)
#else
BLOCK(2, 1)
#endif

/* Returns the function that computes the next block.  At first *COLUMNS and
 * *ROWS are the vectors and rows still to be computed.  Afterwards they are
 * those that the function computes. */
static block_fn *FN(choose)(size_t *rows, size_t *columns)
{
	size_t r = *rows, c = *columns;

	*rows = 1;
#if COLS == 4
	if (c >= 4)
		return *columns = 4, FN(block14);
	if (c == 3)
		return FN(block13);
	if (c == 2 && r >= 2)
		return *rows = 2, FN(block22);
	if (c == 1 && r >= 4)
		return *rows = 4, FN(block41);
#else
	if (c >= 2)
		return *columns = 2, FN(block12);
	if (r >= 2)
		return *rows = 2, FN(block21);
#endif
	return c == 2 ? FN(block12) : FN(block11);
}

TARGET static void FN(band)(const struct direct_args *a, size_t o, size_t y,
			    size_t end)
{
	size_t vectors = (a->y.w + VL - 1) / VL, rows = 1, cols = 1;

	for (size_t v = 0; v < vectors; v += cols)
		for (size_t i = y; i < end; i += rows) {
			block_fn *block;

			rows = end - i;
			cols = vectors - v;
			block = FN(choose)(&rows, &cols);
			block(a, o, i, v * VL);
		}
}

/* Goes through the image in bands of four rows, so that the input rows stay in
 * the cache while all output channels are computed from them. */
TARGET static void FN(conv)(const struct direct_args *a)
{
	size_t blocks = (a->y.c + DIRECT_BLOCK - 1) / DIRECT_BLOCK;

	for (size_t i = a->first; i < a->past; i++) {
		size_t y = a->from + i / blocks * 4;

		FN(band)
		(a, i % blocks * DIRECT_BLOCK, y,
		 a->to - y < 4 ? a->to : y + 4);
	}
}

/* Returns the sum of 16 lanes, added up by halves: lanes (i, i+8), then (i,
 * i+4), (i, i+2), (i, i+1). */
INNER float FN(fold)(const V *part)
{
	v4 a, b, c, d;
#if VL == 16
	a = __builtin_shufflevector(part[0], part[0], 0, 1, 2, 3);
	b = __builtin_shufflevector(part[0], part[0], 4, 5, 6, 7);
	c = __builtin_shufflevector(part[0], part[0], 8, 9, 10, 11);
	d = __builtin_shufflevector(part[0], part[0], 12, 13, 14, 15);
#elif VL == 8
	a = __builtin_shufflevector(part[0], part[0], 0, 1, 2, 3);
	b = __builtin_shufflevector(part[0], part[0], 4, 5, 6, 7);
	c = __builtin_shufflevector(part[1], part[1], 0, 1, 2, 3);
	d = __builtin_shufflevector(part[1], part[1], 4, 5, 6, 7);
#else
	a = part[0], b = part[1], c = part[2], d = part[3];
#endif
	a = (a + c) + (b + d);
	return (a[0] + a[2]) + (a[1] + a[3]);
}

/* Sets out[c][o][tap] to the sums of dy * x over H rows, for KN neighbouring
 * taps of one row of the kernel.  The rows are as wide as the rows of S.  Rows
 * of x are XROW floats apart. */
INNER void FN(wblock)(float out[WC][WO][3], const float *const dy[WO],
		      const float *const x[WC], const struct planes *s,
		      size_t xrow, size_t h, const size_t kn)
{
	V sum[WC][WO][3][PARTS], in[WC][3], g;

	EACH (c, WC)
		EACH (o, WO)
			EACH (q, kn)
				EACH (p, PARTS)
					sum[c][o][q][p] = (V){ 0 };
	for (size_t y = 0; y < h; y++)
		for (size_t i = 0; i < s->w; i += LANES)
			EACH (p, PARTS) {
				EACH (c, WC)
					EACH (q, kn)
						in[c][q] = LOAD(x[c] +
								y * xrow + i +
								p * VL + q);
				EACH (o, WO) {
					g = *(const V *)(dy[o] + y * s->row +
							 i + p * VL);
					EACH (c, WC)
						EACH (q, kn)
							sum[c][o][q][p] =
								FMA(in[c][q], g,
								    sum[c][o][q]
								       [p]);
				}
			}
	EACH (c, WC)
		EACH (o, WO)
			EACH (q, kn)
				out[c][o][q] = FN(fold)(sum[c][o][q]);
}

TARGET static void FN(wblock3)(float out[WC][WO][3], const float *const dy[WO],
			       const float *const x[WC], const struct planes *s,
			       size_t xrow, size_t h)
{
	FN(wblock)(out, dy, x, s, xrow, h, 3);
}

TARGET static void FN(wblock1)(float out[WC][WO][3], const float *const dy[WO],
			       const float *const x[WC], const struct planes *s,
			       size_t xrow, size_t h)
{
	FN(wblock)(out, dy, x, s, xrow, h, 1);
}

/* Adds to DW the gradient of row KY of the taps, for WO output channels from O
 * on and WC input channels from C on.  Only H rows of pixels, from Y on, are
 * summed.  If there are fewer channels, the last one is read again in place of
 * each missing one, and the extra sums are dropped. */
TARGET static void FN(wtaps)(const struct planes *dy, const struct planes *x,
			     size_t k, float *dw, size_t in_next,
			     size_t out_next, size_t o, size_t c, size_t y,
			     size_t h, size_t ky)
{
	const float *d[WO], *in[WC];
	float out[WC][WO][3];

	for (size_t i = 0; i < WO; i++)
		d[i] = planes_row(dy, o + i < dy->c ? o + i : dy->c - 1, y);
	for (size_t kx = 0, kn; kx < k; kx += kn) {
		kn = k - kx >= 3 ? 3 : 1;
		for (size_t i = 0; i < WC; i++)
			in[i] = planes_row(x, c + i < x->c ? c + i : x->c - 1,
					   y) +
				ky * x->row + kx - k / 2 * (x->row + 1);
		if (kn == 3)
			FN(wblock3)(out, d, in, dy, x->row, h);
		else
			FN(wblock1)(out, d, in, dy, x->row, h);
		for (size_t i = 0; i < WC && c + i < x->c; i++)
			for (size_t j = 0; j < WO && o + j < dy->c; j++)
				for (size_t q = 0; q < kn; q++)
					dw[(o + j) * out_next +
					   (c + i) * in_next + ky * k + kx +
					   q] += out[i][j][q];
	}
}

TARGET static void FN(wgrad)(const struct planes *dy, const struct planes *x,
			     size_t k, float *dw, size_t in_next,
			     size_t out_next)
{
	size_t rows = wgrad_rows(dy);

	for (size_t y = 0; y < dy->h; y += rows) {
		size_t h = dy->h - y < rows ? dy->h - y : rows;

		for (size_t c = 0; c < x->c; c += WC)
			for (size_t o = 0; o < dy->c; o += WO)
				for (size_t ky = 0; ky < k; ky++)
					FN(wtaps)
		(dy, x, k, dw, in_next, out_next, o, c, y, h, ky);
	}
}

/* Adds to TOTAL the sums of N rows from P on, one after the other. */
INNER void FN(add_rows)(double *total, const float *p, size_t row, size_t w,
			const size_t n)
{
	V sum[4][PARTS];

	EACH (y, n)
		EACH (i, PARTS)
			sum[y][i] = (V){ 0 };
	for (size_t x = 0; x < w; x += LANES)
		EACH (y, n)
			EACH (i, PARTS)
				sum[y][i] += LOAD(p + y * row + x + i * VL);
	EACH (y, n)
		*total += FN(fold)(sum[y]);
}

TARGET static void FN(bgrad)(const struct planes *dy, float *db)
{
	for (size_t c = 0; c < dy->c; c++) {
		double total = 0;
		size_t y = 0;

		for (; y + 4 <= dy->h; y += 4)
			FN(add_rows)
		(&total, planes_row(dy, c, y), dy->row, dy->w, 4);
		for (; y < dy->h; y++)
			FN(add_rows)
		(&total, planes_row(dy, c, y), dy->row, dy->w, 1);
		db[c] += total;
	}
}

static const struct direct_kernels FN(kernels) = {
	.conv = FN(conv),
	.wgrad = FN(wgrad),
	.bgrad = FN(bgrad),
};

#undef BLOCK
#undef V
#undef STORE
#undef ALL
#undef FMA
#undef NMA
#undef IV
#undef LOAD
#undef INNER
#undef PARTS
#undef VL
#undef COLS
#undef WO
#undef WC
#undef FN
#undef TARGET
