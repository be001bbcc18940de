/*
 * winograd_body.h - the kernels of winograd.h, in terms of these macros:
 *
 * VL      floats in a vector: 16, 8 or 4
 * ROWS    output channels of one block of products, 8 or 4
 * COLS    vectors of tiles of one block of products
 * FN(x)   x with the instruction set's name behind it
 * TARGET  the function attribute that permits its instructions
 *
 * The lanes of a vector are neighbouring tiles of a row.  In scratch memory,
 * tiles lie without gaps.  If the number of tiles in a row is not a multiple of
 * VL, the last vector extends past the end of the row.  The tiles of the next
 * row then overwrite the excess.
 *
 *	V[36][in][STRIDE]    transformed input, one row a channel
 *	M[36][out][STRIDE]   products, one row a channel
 *
 * Inside lib/kernel only.
 */
#include "kernel/winograd_tile.h"

/* Sets TO[L] to W[L * next] for L < BLOCK, or 0 if L is N or more.  With all
 * there the compiler makes vectors at once; a loop would store one number after
 * the other, and the vectors that are then read would wait for that. */
INNER void FN(gather)(double to[BLOCK], const float *w, size_t next, size_t n)
{
	if (n == BLOCK)
		EACH (l, BLOCK)
			to[l] = w[l * next];
	else
		for (size_t l = 0; l < n; l++)
			to[l] = w[l * next];
}

/* u = G g G' for one input channel and BLOCK output channels.  Only N of these
 * output channels exist.  Weight (y, x) of output channel l is at
 * w[l * next + 3 y + x]. */
TARGET static void FN(weights1)(float *u, size_t step, const float *w,
				size_t next, size_t n, int flipped)
{
	double g[9][BLOCK] = { { 0 } }, t[6][3][BLOCK], sum[BLOCK];

	for (size_t k = 0; k < 9; k++)
		FN(gather)(g[flipped ? 8 - k : k], w + k, next, n);
	EACH (p, 6)
		EACH (x, 3)
			EACH (l, BLOCK)
				t[p][x][l] = G[p][0] * g[x][l] +
					     G[p][1] * g[3 + x][l] +
					     G[p][2] * g[6 + x][l];
	EACH (p, 6)
		EACH (q, 6) {
			EACH (l, BLOCK)
				sum[l] = t[p][0][l] * G[q][0] +
					 t[p][1][l] * G[q][1] +
					 t[p][2][l] * G[q][2];
			EACH (l, BLOCK)
				u[(p * 6 + q) * step + l] = (float)sum[l];
		}
}

/* The weights of output channel o and input channel i begin at
 * w[o * out_next + i * in_next]. */
TARGET static void FN(weights)(float *u, const float *w, size_t in, size_t out,
			       size_t in_next, size_t out_next, int flipped)
{
	size_t step = tile_blocks_weights(in, out);

	for (size_t o = 0; o < out; o += BLOCK)
		for (size_t i = 0; i < in; i++, u += BLOCK)
			FN(weights1)
	(u, step, w + o * out_next + i * in_next, out_next,
	 out - o < BLOCK ? out - o : BLOCK, flipped);
}

/* Computes ROWS output channels of N vectors of tiles.  Each vector is one
 * chain of multiply-adds over the factors and their channels. */
INNER void FN(product)(float *m, const struct factors *f, size_t u_at,
		       size_t v_at, const size_t n)
{
	V sum[ROWS][COLS], x[COLS];

	EACH (i, ROWS)
		EACH (j, n)
			sum[i][j] = (V){ 0 };
	for (size_t k = 0; k < f->n; k++) {
		const float *u = f->u[k] + u_at, *v = f->v[k] + v_at;

		for (size_t c = 0; c < f->in; c++, u += BLOCK, v += STRIDE) {
			EACH (j, n)
				x[j] = LOAD(v + j * VL);
			EACH (i, ROWS)
				EACH (j, n)
					sum[i][j] = FMA(ALL(u[i]), x[j],
							sum[i][j]);
		}
	}
	EACH (i, ROWS)
		EACH (j, n)
			STORE(m + i * STRIDE + j * VL, sum[i][j]);
}

/* At one point, m (out, tiles) = the sum of u (out, in) v (in, tiles), for
 * output channels O to OUT - 1. */
TARGET static void FN(products)(float *m, const struct factors *f, size_t o,
				size_t out, size_t tiles)
{
	for (; o < out; o += BLOCK)
		for (size_t i = 0; i < BLOCK; i += ROWS) {
			float *to = m + (o + i) * STRIDE;
			size_t u = o * f->in + i, t = 0;

#if COLS == 3
			/* Four vectors are two by two: a single one would need
			 * more loads than multiply-adds. */
			for (; t + 2 * VL < tiles &&
			       (t + 3 * VL >= tiles || t + 4 * VL < tiles);
			     t += 3 * VL)
				FN(product)(to + t, f, u, t, 3);
#endif
			for (; t + VL < tiles; t += 2 * VL)
				FN(product)(to + t, f, u, t, 2);
			for (; t < tiles; t += VL)
				FN(product)(to + t, f, u, t, 1);
		}
}

/* Asks for the pixels of VL tiles of channel C, from tile (TY, TX) on. */
INNER void FN(ask)(const struct planes *x, size_t c, size_t ty, size_t tx)
{
	FN(prefetch)
	(planes_row(x, c, 4 * ty) + 4 * tx - x->row, x->row, 6, 4, 0);
}

/* Asks for the same pixels, which are to be written. */
INNER void FN(ask_output)(const struct planes *y, size_t c, size_t ty,
			  size_t tx)
{
	FN(prefetch)(planes_row(y, c, 4 * ty) + 4 * tx, y->row, 4, 4, 1);
}

/* Transforms the tiles of block B in all channels of X.  Uses FN(outward) if
 * OUTWARD is set, else FN(input).  Pixels come from the third cache: they are
 * asked for a channel ahead, since the next vector of tiles would be too late.
 */
TARGET static void FN(inputs)(float *to, size_t step, const struct planes *x,
			      const struct tile_block *b, int outward)
{
	for (size_t c = 0; c < x->c; c++) {
		float *at = to + c * STRIDE;

		for (size_t y = b->y; y < b->y + b->rows; y++, at += b->cols)
			for (size_t t = 0; t < b->cols; t += VL) {
				if (c + 1 < x->c)
					FN(ask)(x, c + 1, y, b->x + t);
				if (outward)
					FN(outward)
				(at + t, step, x, c, y, b->x + t);
				else FN(input)(at + t, step, x, c, y, b->x + t);
			}
	}
}

TARGET static void FN(outputs)(const struct winograd_args *a, const float *m,
			       size_t step, const struct tile_block *b,
			       size_t o, size_t out)
{
	for (; o < min(out, a->y.c); o++) {
		const float *at = m + o * STRIDE;

		for (size_t y = b->y; y < b->y + b->rows; y++, at += b->cols)
			for (size_t t = 0; t < b->cols; t += VL) {
				if (o + 1 < min(out, a->y.c))
					FN(ask_output)
				(&a->y, o + 1, y, b->x + t);
				FN(output)
				(a, at + t, step, o, y, b->x + t,
				 min(b->cols - t, VL));
			}
	}
}

/* Computes output channels O to OUT - 1 of block B.  The products of a point
 * overwrite the inputs of the point before, since these are no longer
 * needed. */
TARGET static void FN(conv_block)(const struct winograd_args *a,
				  const struct tile_block *b, size_t o,
				  size_t out)
{
	size_t in = a->x.c, all = round_up(a->y.c, BLOCK);
	size_t step = tile_blocks_step(in > all ? in : all, STRIDE);
	size_t len = tile_blocks_weights(in, a->y.c);
	float *m = a->scratch, *v = m + step;

	FN(inputs)(v, step, &a->x, b, 0);
	for (size_t p = 0; p < POINTS; p++) {
		struct factors f = {
			{ a->u + p * len }, { v + p * step }, 1, in
		};

		FN(products)(m + p * step, &f, o, out, b->rows * b->cols);
	}
	FN(outputs)(a, m, step, b, o, out);
}

TARGET static void FN(conv)(const struct winograd_args *a)
{
	struct tile_blocks blocks = tile_blocks_of(&a->y, a->span.from,
						   a->span.to);
	struct tile_pieces all = tile_blocks_pieces(&blocks, a->y.c, &a->span);
	size_t i, past, o, end;

	planes_share(&a->span, blocks.n * all.groups, &i, &past);
	while (i < past) {
		struct tile_block b = tile_blocks_piece(&all, &i, past, &o,
							&end);

		FN(conv_block)(a, &b, o, end);
	}
}

/* Transpose z (out, tiles) to zt (tiles, out), VL x VL values at a time.  This
 * zips the first half of the VL rows with the second half, log2(VL) times. */
TARGET static void FN(turn)(float *zt, size_t row, const float *z, size_t out,
			    size_t tiles)
{
	V a[VL], b[VL];

	for (size_t o = 0; o < out; o += VL)
		for (size_t t = 0; t < tiles; t += VL) {
			EACH (i, VL)
				a[i] = LOAD(z + (o + i) * STRIDE + t);
			EACH (round, LOG_VL) {
				EACH (i, VL / 2) {
					b[2 * i] = ZIP_LOW(a[i], a[i + VL / 2]);
					b[2 * i + 1] = ZIP_HIGH(a[i],
								a[i + VL / 2]);
				}
				EACH (i, VL)
					a[i] = b[i];
			}
			EACH (i, VL)
				STORE(zt + (t + i) * row + o, a[i]);
		}
}

/* du (ROWS or 2 ROWS of in, N vectors of out) += v (in, tiles) zt (tiles,
 * out). */
INNER void FN(outer)(float *du, const float *v, const float *zt, size_t row,
		     size_t tiles, const size_t rows, const size_t n)
{
	V sum[2 * ROWS][2], g[2];

	EACH (i, rows)
		EACH (j, n)
			sum[i][j] = (V){ 0 };
	for (size_t t = 0; t < tiles; t++, zt += row) {
		EACH (j, n)
			g[j] = LOAD(zt + j * VL);
		EACH (i, rows)
			EACH (j, n)
				sum[i][j] = FMA(ALL(v[i * STRIDE + t]), g[j],
						sum[i][j]);
	}
	EACH (i, rows)
		EACH (j, n)
			STORE(du + i * row + j * VL,
			      LOAD(du + i * row + j * VL) + sum[i][j]);
}

/* du += v zt, as FN(outer) does it, for all channels of one point. */
TARGET static void FN(outers)(float *du, const float *v, const float *zt,
			      size_t in, size_t row, size_t tiles)
{
	size_t o = 0, i;

	for (; o + 2 * VL <= row; o += 2 * VL)
		for (i = 0; i < in; i += ROWS)
			FN(outer)
	(du + i * row + o, v + i * STRIDE, zt + o, row, tiles, ROWS, 2);
	if (o == row)
		return;
	for (i = 0; i + 2 * ROWS <= in; i += 2 * ROWS)
		FN(outer)
	(du + i * row + o, v + i * STRIDE, zt + o, row, tiles, 2 * ROWS, 1);
	for (; i < in; i += ROWS)
		FN(outer)
	(du + i * row + o, v + i * STRIDE, zt + o, row, tiles, ROWS, 1);
}

/* Sets row K of TO, K < 9, to weight K of G' du G, for LANES output channels.
 * Point P of du is at u[P * step]. */
INNER void FN(back9)(float (*to)[STRIDE], const float *u, size_t step)
{
	double sum[9][LANES] = { { 0 } };

	EACH (q, 6) {
		double t[3][LANES] = { { 0 } };

		EACH (p, 6)
			EACH (y, 3)
				EACH (l, LANES)
					t[y][l] += G[p][y] *
						   u[(p * 6 + q) * step + l];
		EACH (k, 9)
			EACH (l, LANES)
				sum[k][l] += t[k / 3][l] * G[q][k % 3];
	}
	EACH (k, 9)
		EACH (l, LANES)
			to[k][l] = (float)sum[k][l];
}

/* dw += G' du G for N output channels from O on. du is [36][in][out]; input
 * channels are ROW floats apart. */
TARGET static void FN(back)(const float *du, size_t step, size_t in, size_t row,
			    size_t o, size_t n, float *dw, size_t in_next,
			    size_t out_next)
{
	float sum[LANES][STRIDE] = { { 0 } }, turned[LANES][LANES];

	for (size_t i = 0; i < in; i++) {
		const float *u = du + i * row + o;

		for (size_t p = 0; p < POINTS; p++)
			__builtin_prefetch(u + p * step + 2 * row);
		FN(back9)(sum, u, step);
		FN(turn)(turned[0], LANES, sum[0], LANES, LANES);
		for (size_t l = 0; l < n; l++) {
			float *to = dw + (o + l) * out_next + i * in_next;

			EACH (k, 9)
				to[k] += turned[l][k];
		}
	}
}

/* du += the products of one block of tiles. */
TARGET static void FN(add_block)(const struct winograd_grad_args *a,
				 const struct tile_block *b, float *du,
				 float *v)
{
	size_t vstep = tile_blocks_step(a->x.c, STRIDE);
	size_t zstep = tile_blocks_step(a->dy.c, STRIDE);
	size_t step = grad_step(a->x.c, a->dy.c);
	size_t row = round_up(a->dy.c, 16), tiles = b->rows * b->cols;
	float *z = v + POINTS * vstep, *zt = z + POINTS * zstep;

	FN(inputs)(v, vstep, &a->x, b, 0);
	FN(inputs)(z, zstep, &a->dy, b, 1);
	for (size_t p = 0; p < POINTS; p++) {
		FN(turn)(zt, row, z + p * zstep, row, tiles);
		FN(outers)
		(du + p * step, v + p * vstep, zt, round_up(a->x.c, BLOCK), row,
		 tiles);
	}
}

TARGET static void FN(grad)(const struct winograd_grad_args *a)
{
	size_t in = a->x.c, out = a->dy.c;
	size_t len = winograd_sums_len(in, out);
	float *du = a->sums ? a->sums : a->scratch;
	float *v = a->sums ? a->scratch : a->scratch + len;
	struct tile_blocks all = tile_blocks_of(&a->dy, a->from, a->to);

	if (!a->from)
		memset(du, 0, len * sizeof(*du));
	for (size_t i = 0; i < all.n; i++) {
		struct tile_block b = tile_blocks_at(&all, i);

		FN(add_block)(a, &b, du, v);
	}
	for (size_t o = 0; a->to == a->dy.h && o < out; o += LANES)
		FN(back)
	(du, grad_step(in, out), in, round_up(out, 16), o, min(out - o, LANES),
	 a->dw, 9, a->dw_next);
}

#include "kernel/upsampled_conv_body.h"
#include "kernel/volume_conv_body.h"

static const struct winograd_kernels FN(kernels) = {
	.weights = FN(weights),
	.conv = FN(conv),
	.grad = FN(grad),
	.upsampled_weights = FN(upsampled_weights),
	.upsampled = FN(upsampled),
	.upsampled_grad = FN(upsampled_grad),
	.upsampled_back = FN(upsampled_back),
	.volume = FN(volume),
	.volume_grad = FN(volume_grad),
	.volume_back = FN(volume_back),
	.volume_up = FN(volume_up),
	.volume_up_grad = FN(volume_up_grad),
};

#undef V
#undef ALL
#undef FMA
#undef NMA
#undef IV
#undef LOAD
#undef STORE
#undef INNER
#undef EVEN2
#undef ODD2
#undef LOWS
#undef HIGHS
#undef ZIP_LOW
#undef ZIP_HIGH
#undef UNZIP_EVEN
#undef UNZIP_ODD
#undef PAIR_LOW
#undef PAIR_HIGH
#undef NEXT
#undef BEFORE
#undef LOG_VL
#undef VL
#undef ROWS
#undef COLS
#undef FN
#undef TARGET
