/*
 * upsampled_conv_body.h - the kernels of upsampled_conv.h.  They use the
 * products of winograd_body.h.
 *
 * In the forward pass, the lanes of a vector are neighbouring tiles, as in
 * winograd_tile.h.  In the backward pass, the lanes are neighbouring pixels of
 * x.  In memory, the tiles or pixels of a block lie without gaps:
 *
 *	V[50][in][STRIDE]    transformed x, for the even rows or the odd ones
 *	M[50][out][STRIDE]   products
 *	D[9][out][STRIDE]    sums and differences of dy
 *
 * Inside lib/kernel only.
 */

/* Transforms the weights W[0], W[1] and W[2] into to[phase][point].  Each phase
 * has two weights, made of these three. */
INNER void FN(phases)(double to[2][5][BLOCK], double w[3][BLOCK])
{
	EACH (i, 5)
		EACH (l, BLOCK) {
			to[0][i][l] = G2[i][0] * w[0][l] +
				      G2[i][1] * (w[1][l] + w[2][l]);
			to[1][i][l] = G2[i][0] * (w[0][l] + w[1][l]) +
				      G2[i][1] * w[2][l];
		}
}

/* Transforms the weights of one input channel and BLOCK output channels.  Only
 * N of these output channels exist.  Point (i, j) of phase (a, b) goes to u[((2
 * a + b) * 25 + 5 i + j) * step].  Unless PLUS is 0, the weights PLUS floats
 * behind are added first. */
TARGET static void FN(upsampled_weights1)(float *u, size_t step, const float *w,
					  size_t next, size_t n, size_t plus)
{
	double g[3][BLOCK] = { { 0 } }, t[3][2][5][BLOCK], p[2][5][BLOCK];

	for (size_t x = 0; x < 3; x++) {
		for (size_t y = 0; y < 3; y++)
			for (size_t l = 0; l < n; l++)
				g[y][l] =
					(double)w[l * next + 3 * y + x] +
					(plus ? w[l * next + plus + 3 * y + x] :
						0);
		FN(phases)(t[x], g);
	}
	for (size_t k = 0; k < 10; k++, u += k == 5 ? 30 * step : 5 * step) {
		EACH (x, 3)
			EACH (l, BLOCK)
				g[x][l] = t[x][k / 5][k % 5][l];
		FN(phases)(p, g);
		EACH (b, 2)
			EACH (j, 5)
				EACH (l, BLOCK)
					u[(25 * b + j) * step + l] =
						(float)p[b][j][l];
	}
}

TARGET static void FN(upsampled_weights)(float *u, const float *w, size_t in,
					 size_t out, size_t in_next,
					 size_t out_next, size_t plus)
{
	size_t step = tile_blocks_weights(in, out);

	for (size_t o = 0; o < out; o += BLOCK)
		for (size_t i = 0; i < in; i++, u += BLOCK)
			FN(upsampled_weights1)
	(u, step, w + o * out_next + i * in_next, out_next, min(out - o, BLOCK),
	 plus);
}

/* o = B' d of F(4,2).  The rows of B' are the coefficients of M(x) / (x - p)
 * for each point p, and of M itself.  M(x) = (x^2 - 1/2) (x^2 - 2). */
INNER void FN(b5)(V o[5], V d0, V d1, V d2, V d3, V d4)
{
	const V a = ALL((float)RA), b = ALL((float)RB);
	const V two = ALL(2.0f), half = ALL(0.5f);
	V u = NMA(two, d1, d3), v = NMA(two, d0, d2);
	V s = NMA(half, d1, d3), t = NMA(half, d0, d2);

	o[0] = FMA(a, v, u);
	o[1] = NMA(a, v, u);
	o[2] = FMA(b, t, s);
	o[3] = NMA(b, t, s);
	o[4] = d0 + NMA(ALL(2.5f), d2, d4);
}

/* o = A' m: the coefficients of the cubic that has the values m at the points.
 */
INNER void FN(c4)(V o[4], V m0, V m1, V m2, V m3, V m4)
{
	FN(a4)(o, (V){ 0 }, m0, m1, m2, m3, m4);
}

/* Transforms VL tiles of channel C, from tile (TY, TX) on, into to[point *
 * step].  Phase (LOW, 0) comes first, then phase (LOW, 1). */
TARGET APART void FN(upsampled_input)(float *to, size_t step,
				      const struct planes *x, size_t c,
				      size_t ty, size_t tx, size_t low)
{
	const float *p[5];
	V t[5][5], d[4], o[5], before, after;

	EACH (i, 5)
		p[i] = FN(tile_row)(x, c, ty, tx, i + low, x->h + 1);
	EACH (j, 5) {
		V q[5];

		EACH (i, 5)
			q[i] = j < 4 ? LOAD(p[i] + j * VL) :
				       (V){ p[i][-1], p[i][4 * VL] };
		FN(b5)(o, q[0], q[1], q[2], q[3], q[4]);
		EACH (i, 5)
			t[i][j] = o[i];
	}
	EACH (i, 5) {
		FN(apart)(d, t[i]);
		before = BEFORE(d[3], t[i][4]);
		after = NEXT(d[0], t[i][4]);
		FN(b5)(o, before, d[0], d[1], d[2], d[3]);
		EACH (j, 5)
			STORE(to + (i * 5 + j) * step, o[j]);
		FN(b5)(o, d[0], d[1], d[2], d[3], after);
		EACH (j, 5)
			STORE(to + (25 + i * 5 + j) * step, o[j]);
	}
}

TARGET static void FN(upsampled_inputs)(float *to, size_t step,
					const struct planes *x,
					const struct tile_block *b, size_t low)
{
	for (size_t c = 0; c < x->c; c++) {
		float *at = to + c * STRIDE;

		for (size_t y = b->y; y < b->y + b->rows; y++, at += b->cols)
			for (size_t t = 0; t < b->cols; t += VL) {
				if (c + 1 < x->c)
					FN(ask)(x, c + 1, y, b->x + t);
				FN(upsampled_input)
				(at + t, step, x, c, y, b->x + t, low);
			}
	}
}

/* Writes up to 4 pairs of rows of 8 VL pixels, but only every other row, from P
 * on. */
TARGET APART void FN(upsampled_output)(float *p, size_t row, size_t rows,
				       const float *m, size_t step)
{
	V t[2][4][5], d[4], even[4], odd[4];

	EACH (k, 2)
		EACH (j, 5) {
			const float *q = m + (25 * k + j) * step;

			FN(c4)
			(d, LOAD(q), LOAD(q + 5 * step), LOAD(q + 10 * step),
			 LOAD(q + 15 * step), LOAD(q + 20 * step));
			EACH (i, 4)
				t[k][i][j] = d[i];
		}
	EACH (i, 4) {
		if (i >= rows)
			break;
		FN(c4)
		(d, t[0][i][0], t[0][i][1], t[0][i][2], t[0][i][3], t[0][i][4]);
		FN(together)(even, d);
		FN(c4)
		(d, t[1][i][0], t[1][i][1], t[1][i][2], t[1][i][3], t[1][i][4]);
		FN(together)(odd, d);
		EACH (j, 4) {
			float *to = p + 2 * i * row + 2 * j * VL;

			STORE(to, ZIP_LOW(even[j], odd[j]));
			STORE(to + VL, ZIP_HIGH(even[j], odd[j]));
		}
	}
}

/* Writes TILES tiles of channel O from (TY, TX) on.  Fewer than VL tiles go
 * through EDGE, so that the pixels behind them are not overwritten. */
INNER void FN(upsampled_put)(const struct planes *y, const float *m,
			     size_t step, size_t o, size_t ty, size_t tx,
			     size_t tiles, size_t low)
{
	float edge[7][8 * VL] __attribute__((aligned(64)));
	float *to = planes_row(y, o, 8 * ty + low) + 8 * tx;
	size_t rows = min(4, y->h / 2 - 4 * ty);
	size_t n = min(8 * tiles, y->w - 8 * tx);

	if (n == 8 * VL) {
		FN(upsampled_output)(to, y->row, rows, m, step);
		return;
	}
	FN(upsampled_output)(edge[0], 8 * VL, rows, m, step);
	for (size_t i = 0; i < rows; i++)
		FN(copy_some)(to + 2 * i * y->row, edge[2 * i], n);
}

TARGET static void FN(upsampled_outputs)(const struct planes *y, const float *m,
					 size_t step,
					 const struct tile_block *b, size_t o,
					 size_t out, size_t low)
{
	for (; o < min(out, y->c); o++) {
		const float *at = m + o * STRIDE;

		for (size_t r = 0; r < b->rows; r++, at += b->cols)
			for (size_t t = 0; t < b->cols; t += VL) {
				if (o + 1 < min(out, y->c))
					FN(prefetch)
				(planes_row(y, o + 1, 8 * (b->y + r) + low) +
					 8 * (b->x + t),
				 2 * y->row, 4, 8, 1);
				FN(upsampled_put)
				(y, at + t, step, o, b->y + r, b->x + t,
				 min(b->cols - t, VL), low);
			}
	}
}

/* Computes the even rows of a block of y, then the odd rows.  The products of a
 * point overwrite the inputs of the point before, since these are no longer
 * needed. */
TARGET static void FN(upsampled_block)(const struct upsampled_conv_args *a,
				       const struct tile_block *b, size_t o,
				       size_t out)
{
	size_t in = a->x.c, all = round_up(a->y.c, BLOCK);
	size_t step = tile_blocks_step(in > all ? in : all, STRIDE);
	size_t points = UPSAMPLED_CONV_POINTS / 2;
	size_t len = tile_blocks_weights(in, a->y.c);
	float *m = a->scratch, *v = m + step;

	for (size_t low = 0; low < 2; low++) {
		const float *u = a->u + low * points * len;

		FN(upsampled_inputs)(v, step, &a->x, b, low);
		for (size_t k = 0; k < points; k++) {
			struct factors f = {
				{ u + k * len }, { v + k * step }, 1, in
			};

			FN(products)
			(m + k * step, &f, o, out, b->rows * b->cols);
		}
		FN(upsampled_outputs)(&a->y, m, step, b, o, out, low);
	}
}

TARGET static void FN(upsampled)(const struct upsampled_conv_args *a)
{
	struct tile_blocks blocks = tile_blocks_of(&a->x, a->span.from / 2,
						   a->span.to / 2);
	struct tile_pieces all = tile_blocks_pieces(&blocks, a->y.c, &a->span);
	size_t i, past, o, end;

	planes_share(&a->span, blocks.n * all.groups, &i, &past);
	while (i < past) {
		struct tile_block b = tile_blocks_piece(&all, &i, past, &o,
							&end);

		FN(upsampled_block)(a, &b, o, end);
	}
}

/* Sets T[0], T[1] and T[2] to the factors of s, w0 and w2 in the backward pass,
 * down the columns.  They are for 2 VL pixels from P on.  T[..][2] has the
 * factors for the pixels on either side. */
INNER void FN(upsampled_rows)(V t[3][3], const float *p, size_t row)
{
	EACH (j, 3) {
		V o[4];

		EACH (i, 4) {
			const float *q = p + ((long)i - 1) * (long)row;

			o[i] = j < 2 ? LOAD(q + j * VL) :
				       (V){ q[-1], q[2 * VL] };
		}
		t[0][j] = o[1] + o[2];
		t[1][j] = o[3] - o[1];
		t[2][j] = o[0] - o[2];
	}
}

/* Computes the 9 terms of VL pixels of x from T, the terms of their columns. */
INNER void FN(upsampled_terms)(float *to, size_t step, V t[3][3])
{
	EACH (a, 3) {
		V even = UNZIP_EVEN(t[a][0], t[a][1]);
		V odd = UNZIP_ODD(t[a][0], t[a][1]);
		float *at = to + 3 * a * step;

		STORE(at, even + odd);
		STORE(at + step, NEXT(even, t[a][2]) - even);
		STORE(at + 2 * step, BEFORE(odd, t[a][2]) - odd);
	}
}

/* Computes the 9 terms of VL pixels of x from the pixels of dy at P that they
 * were doubled to. */
INNER void FN(upsampled_outward)(float *to, size_t step, const float *p,
				 size_t row)
{
	V t[3][3];

	FN(upsampled_rows)(t, p, row);
	FN(upsampled_terms)(to, step, t);
}

/* Computes D for a block.  Term K of channel O goes to row K dy.c + O. */
TARGET static void FN(upsampled_outwards)(float *to, const struct planes *dy,
					  const struct tile_block *b)
{
	for (size_t o = 0; o < dy->c; o++) {
		float *at = to + o * STRIDE;

		for (size_t y = b->y; y < b->y + b->rows; y++, at += b->cols)
			for (size_t t = 0; t < b->cols; t += VL) {
				const float *p = planes_row(dy, o, 2 * y) +
						 2 * (b->x + t);

				if (o + 1 < dy->c)
					FN(prefetch)
				(p + dy->plane - dy->row, dy->row, 4, 2, 0);
				FN(upsampled_outward)
				(at + t, dy->c * STRIDE, p, dy->row);
			}
	}
}

/* Copies the pixels of block B to M, without gaps between rows. */
TARGET static void FN(upsampled_load)(float *m, const struct planes *x,
				      const struct tile_block *b)
{
	for (size_t c = 0; c < x->c; c++, m += STRIDE)
		for (size_t y = 0; y < b->rows; y++)
			memcpy(m + y * b->cols,
			       planes_row(x, c, b->y + y) + b->x,
			       b->cols * sizeof(*m));
}

/* Writes the N numbers at M to TO.  ADD adds what is there; unless X is NULL,
 * they become 0 where X is 0 or less.  X may be TO. */
INNER void FN(upsampled_save_row)(float *to, const float *m, const float *x,
				  size_t n, const int add)
{
	size_t i = 0;

	for (; i + VL <= n; i += VL) {
		V d = LOAD(m + i) + (add ? LOAD(to + i) : (V){ 0 });

		if (x)
			d = (V)((IV)d & ~(LOAD(x + i) <= 0));
		STORE(to + i, d);
	}
	for (; i < n; i++) {
		float d = m[i] + (add ? to[i] : 0);

		to[i] = x && x[i] <= 0 ? 0 : d;
	}
}

TARGET static void FN(upsampled_save)(const struct upsampled_conv_grad_args *a,
				      const float *m,
				      const struct tile_block *b)
{
	for (size_t c = 0; c < a->x.c; c++, m += STRIDE)
		for (size_t y = 0; y < b->rows; y++) {
			const float *x = planes_row(&a->x, c, b->y + y) + b->x;
			float *to = planes_row(&a->dx, c, b->y + y) + b->x;

			x = a->mask ? x : NULL;
			if (a->add)
				FN(upsampled_save_row)
			(to, m + y * b->cols, x, b->cols, 1);
			else FN(upsampled_save_row)(to, m + y * b->cols, x,
						    b->cols, 0);
		}
}

TARGET static void
FN(upsampled_grad_block)(const struct upsampled_conv_grad_args *a,
			 const struct tile_block *b)
{
	size_t in = a->x.c, terms = UPSAMPLED_CONV_TERMS * a->dy.c;
	size_t row = round_up(in, 16), tiles = b->rows * b->cols;
	float *d = a->scratch, *m = d + round_up(terms, BLOCK) * STRIDE;
	float *zt = m + row * STRIDE;

	FN(upsampled_outwards)(d, &a->dy, b);
	FN(upsampled_load)(m, &a->x, b);
	FN(turn)(zt, row, m, row, tiles);
	FN(outers)(a->sums, d, zt, round_up(terms, BLOCK), row, tiles);
	if (!a->dx.data)
		return;
	FN(products)
	(m, &(struct factors){ { a->u }, { d }, 1, terms }, 0,
	 round_up(in, BLOCK), tiles);
	FN(upsampled_save)(a, m, b);
}

TARGET static void FN(upsampled_grad)(const struct upsampled_conv_grad_args *a)
{
	struct tile_blocks all = tile_blocks_in(a->from, a->to, a->x.w, TILES);

	for (size_t i = 0; i < all.n; i++) {
		struct tile_block b = tile_blocks_at(&all, i);

		FN(upsampled_grad_block)(a, &b);
	}
}

/* half as many floats, and as many doubles */
typedef float FN(half) __attribute__((vector_size(VL * 2), aligned(4)));
typedef double FN(wide) __attribute__((vector_size(VL * 4)));
#define PARTS (2 * LANES / VL)

/* Sets TO to the sums of terms T for LANES input channels, those of term 0 at
 * S, LEN floats from term to term. */
INNER void FN(add_terms)(float *to, const float *s, size_t len,
			 const struct terms *t)
{
	FN(wide) sum[PARTS];

	EACH (i, PARTS)
		sum[i] = (FN(wide)){ 0 };
	for (size_t j = 0; j < t->n; j++) {
		const float *from = s + t->term[j] * len;

		EACH (i, PARTS)
			sum[i] += __builtin_convertvector(
				*(const FN(half) *)(from + i * VL / 2),
				FN(wide));
	}
	EACH (i, PARTS)
		*(FN(half) *)(to + i * VL / 2) =
			__builtin_convertvector(sum[i], FN(half));
}

INNER void FN(add_row)(float *to, const float *from, size_t n)
{
	size_t i = 0;

	for (; i + VL <= n; i += VL)
		STORE(to + i, LOAD(to + i) + LOAD(from + i));
	for (; i < n; i++)
		to[i] += from[i];
}

/* A plane's weights are those of a volume's middle slice, which are in the sum
 * over slices only. */
TARGET static void FN(upsampled_back)(const float *sums, float *dw,
				      const struct upsampled_conv_weights *at)
{
	size_t row = round_up(at->in, LANES), n = 9 * at->slices;
	float sum[2 * LANES][STRIDE] = { { 0 } }, turned[LANES][2 * LANES];
	struct terms terms[2 * LANES];

	for (size_t k = 0; k < n; k++)
		terms[k] = terms_with(n > 9 ? k : 9 + k);
	for (size_t o = 0; o < at->out; o++)
		for (size_t i = 0; i < at->in; i += LANES) {
			for (size_t k = 0; k < n; k++)
				FN(add_terms)
			(sum[k], sums + o * row + i, at->out * row, &terms[k]);
			FN(turn)
			(turned[0], 2 * LANES, sum[0], 2 * LANES, LANES);
			for (size_t l = 0; l < min(at->in - i, LANES); l++)
				FN(add_row)
			(dw + o * at->out_next + (i + l) * at->in_next,
			 turned[l], n);
		}
}
#undef PARTS
