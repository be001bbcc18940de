/*
 * doubled_body.h - the kernels of doubled.h; see winograd_body.h, whose
 * products they take.
 *
 * Lanes are pixels of x beside each other; in memory those of a block's rows
 * are dense:
 *
 *	V[9][in][STRIDE]     x and its differences
 *	M[9][out][STRIDE]    products
 *	D[9][out][STRIDE]    sums and differences of dy
 */

/* s, f and g of a row or column: what s, w0 and w2 are multiplied by. */
#define THERE3(o, before, at, after) \
	((o)[0] = (at), (o)[1] = (before) - (at), (o)[2] = (after) - (at))

/* VL pixels from P of rows ROW apart to to[term * step]. */
INNER void FN(doubled_input)(float *to, size_t step, const float *p,
			     size_t row)
{
	V t[3][3], o[3];

	EACH(j, 3) {
		const float *q = p + j - 1;

		THERE3(o, LOAD(q - row), LOAD(q), LOAD(q + row));
		EACH(a, 3)
			t[a][j] = o[a];
	}
	EACH(a, 3) {
		THERE3(o, t[a][0], t[a][1], t[a][2]);
		EACH(b, 3)
			STORE(to + (3 * a + b) * step, o[b]);
	}
}

TARGET static void FN(doubled_inputs)(float *to, size_t step,
				      const struct planes *x,
				      const struct block *b)
{
	for (size_t c = 0; c < x->c; c++) {
		float *at = to + c * STRIDE;

		for (size_t y = b->y; y < b->y + b->rows; y++, at += b->cols)
			for (size_t t = 0; t < b->cols; t += VL)
				FN(doubled_input)(at + t, step,
					planes_row(x, c, y) + b->x + t,
					x->row);
	}
}

/* Two rows of 2 VL pixels from VL products of each term. */
INNER void FN(doubled_output)(float *y, size_t row, const float *m,
			      size_t step)
{
	V t[9];

	EACH(k, 9)
		t[k] = LOAD(m + k * step);
	EACH(i, 2) {
		/* Even: terms 0 and 1; odd: 0 and 2. */
		V even = (t[0] + t[1]) + (t[3 + 3 * i] + t[4 + 3 * i]);
		V odd = (t[0] + t[2]) + (t[3 + 3 * i] + t[5 + 3 * i]);

		STORE(y + i * row, ZIP_LOW(even, odd));
		STORE(y + i * row + VL, ZIP_HIGH(even, odd));
	}
}

/* N pixels of x from (Y, X) on, in channel O; where they are fewer than VL,
 * through EDGE. */
INNER void FN(doubled_put)(const struct planes *p, const float *m,
			   size_t step, size_t o, size_t y, size_t x,
			   size_t n)
{
	float edge[2][2 * VL] __attribute__((aligned(64)));
	float *to = planes_row(p, o, 2 * y) + 2 * x;

	if (n >= VL) {
		FN(doubled_output)(to, p->row, m, step);
		return;
	}
	FN(doubled_output)(edge[0], 2 * VL, m, step);
	EACH(i, 2)
		memcpy(to + i * p->row, edge[i], 2 * n * sizeof(*to));
}

TARGET static void FN(doubled_outputs)(const struct planes *y,
				       const float *m, size_t step,
				       const struct block *b, size_t o,
				       size_t out)
{
	for (; o < min(out, y->c); o++) {
		const float *at = m + o * STRIDE;

		for (size_t r = 0; r < b->rows; r++, at += b->cols)
			for (size_t t = 0; t < b->cols; t += VL)
				FN(doubled_put)(y, at + t, step, o, b->y + r,
						b->x + t, b->cols - t);
	}
}

/* A term's products take the place of the inputs of the term before. */
TARGET static void FN(doubled_block)(const struct doubled_args *a,
				     const struct block *b, size_t o,
				     size_t out)
{
	size_t in = a->x.c, all = round_up(a->y.c, BLOCK);
	size_t step = point_step(in > all ? in : all, STRIDE);
	float *m = a->scratch, *v = m + step;

	FN(doubled_inputs)(v, step, &a->x, b);
	for (size_t k = 0; k < DOUBLED_TERMS; k++)
		FN(products)(m + k * step, a->u + k * all * in, v + k * step,
			     in, o, out, b->rows * b->cols);
	FN(doubled_outputs)(&a->y, m, step, b, o, out);
}

TARGET static void FN(doubled)(const struct doubled_args *a)
{
	struct blocks blocks = blocks_in(a->span.from / 2, a->span.to / 2,
					 a->x.w);
	struct pieces all = pieces_of(&blocks, a->y.c, &a->span);
	size_t i, past, o, end;

	span_share(&a->span, blocks.n * all.groups, &i, &past);
	while (i < past) {
		struct block b = piece_at(&all, &i, past, &o, &end);

		FN(doubled_block)(a, &b, o, end);
	}
}

/* What s, w0 and w2 are multiplied by on the way back, of rows: 2 VL pixels
 * from P and one on either side, in t[term][2]. */
INNER void FN(doubled_rows)(V t[3][3], const float *p, size_t row)
{
	EACH(j, 3) {
		V o[4];

		EACH(i, 4) {
			const float *q = p + ((long)i - 1) * (long)row;

			o[i] = j < 2 ? LOAD(q + j * VL) :
				(V){ q[-1], q[2 * VL] };
		}
		t[0][j] = o[1] + o[2];
		t[1][j] = o[3] - o[1];
		t[2][j] = o[0] - o[2];
	}
}

/* VL pixels of x, whose doubles are at P. */
INNER void FN(doubled_outward)(float *to, size_t step, const float *p,
			       size_t row)
{
	V t[3][3];

	FN(doubled_rows)(t, p, row);
	EACH(a, 3) {
		V even = UNZIP_EVEN(t[a][0], t[a][1]);
		V odd = UNZIP_ODD(t[a][0], t[a][1]);
		float *at = to + 3 * a * step;

		STORE(at, even + odd);
		STORE(at + step, NEXT(even, t[a][2]) - even);
		STORE(at + 2 * step, BEFORE(odd, t[a][2]) - odd);
	}
}

/* D of a block: term K of channel O in row K dy.c + O. */
TARGET static void FN(doubled_outwards)(float *to, const struct planes *dy,
					const struct block *b)
{
	for (size_t o = 0; o < dy->c; o++) {
		float *at = to + o * STRIDE;

		for (size_t y = b->y; y < b->y + b->rows; y++, at += b->cols)
			for (size_t t = 0; t < b->cols; t += VL)
				FN(doubled_outward)(at + t, dy->c * STRIDE,
					planes_row(dy, o, 2 * y) +
					2 * (b->x + t), dy->row);
	}
}

/* The pixels of a block, densely. */
TARGET static void FN(doubled_load)(float *m, const struct planes *x,
				    const struct block *b)
{
	for (size_t c = 0; c < x->c; c++, m += STRIDE)
		for (size_t y = 0; y < b->rows; y++)
			memcpy(m + y * b->cols,
			       planes_row(x, c, b->y + y) + b->x,
			       b->cols * sizeof(*m));
}

TARGET static void FN(doubled_save)(const struct doubled_grad_args *a,
				    const float *m, const struct block *b)
{
	for (size_t c = 0; c < a->x.c; c++, m += STRIDE)
		for (size_t y = 0; y < b->rows; y++) {
			const float *x = planes_row(&a->x, c, b->y + y) +
				b->x;
			float *to = planes_row(&a->dx, c, b->y + y) + b->x;

			for (size_t i = 0; i < b->cols; i++) {
				float d = m[y * b->cols + i];

				d += a->add ? to[i] : 0;
				to[i] = a->mask && x[i] <= 0 ? 0 : d;
			}
		}
}

TARGET static void FN(doubled_grad_block)(const struct doubled_grad_args *a,
					  const struct block *b)
{
	size_t in = a->x.c, terms = DOUBLED_TERMS * a->dy.c;
	size_t row = round_up(in, 16), tiles = b->rows * b->cols;
	float *d = a->scratch, *m = d + round_up(terms, BLOCK) * STRIDE;
	float *zt = m + row * STRIDE;

	FN(doubled_outwards)(d, &a->dy, b);
	FN(doubled_load)(m, &a->x, b);
	FN(turn)(zt, row, m, row, tiles);
	FN(outers)(a->sums, d, zt, round_up(terms, BLOCK), row, tiles);
	if (!a->dx.data)
		return;
	FN(products)(m, a->u, d, terms, 0, round_up(in, BLOCK), tiles);
	FN(doubled_save)(a, m, b);
}

TARGET static void FN(doubled_grad)(const struct doubled_grad_args *a)
{
	struct blocks all = blocks_in(a->from, a->to, a->x.w);

	for (size_t i = 0; i < all.n; i++) {
		struct block b = block_at(&all, i);

		FN(doubled_grad_block)(a, &b);
	}
}

#undef THERE3
