/*
 * volume_conv_body.h - the kernels of volume_conv.h.  They use the tiles and
 * products of winograd_body.h and upsampled_conv_body.h.
 *
 *	V[3][36][in][STRIDE]   the last three transformed slices; slice i
 *			       is in V[i % 3]
 *	M[36][out][STRIDE]     products
 *	D[27][out][STRIDE]     sums and differences of dy
 *
 * Inside lib/kernel only.
 */

/* Computes slice I of y from the transformed slices I, I + 1 and I + 2. */
TARGET static void FN(volume_slice)(const struct volume_conv_args *a,
				    float *const v[3], size_t vstep,
				    const struct tile_block *b, size_t i)
{
	size_t len = tile_blocks_weights(a->in, a->y->c);
	size_t step = tile_blocks_step(a->y->c, STRIDE);
	float *m = v[0] + 3 * POINTS * vstep;
	struct winograd_args out = {
		.y = a->y[i],
		.bias = a->bias,
		.add = a->add,
		.relu = a->relu,
		.mask = a->mask,
	};

	for (size_t p = 0; p < POINTS; p++) {
		struct factors f = { .in = a->in };

		for (size_t k = 0; k < 3; k++) {
			if (!a->x[i + k].data)
				continue;
			f.u[f.n] = a->u + (k * POINTS + p) * len;
			f.v[f.n++] = v[(i + k) % 3] + p * vstep;
		}
		FN(products)(m + p * step, &f, a->o, a->end, b->rows * b->cols);
	}
	FN(outputs)(&out, m, step, b, a->o, a->end);
}

TARGET static void FN(volume)(const struct volume_conv_args *a)
{
	struct tile_blocks all = volume_conv_cut(a->y, a->in);
	struct tile_block b = tile_blocks_at(&all, a->block);
	size_t step = tile_blocks_step(a->in, STRIDE);
	float *v[3];

	EACH (k, 3)
		v[k] = a->scratch + k * POINTS * step;
	for (size_t i = 0; i < a->n + 2; i++) {
		if (a->x[i].data)
			FN(inputs)(v[i % 3], step, &a->x[i], &b, 0);
		if (i >= 2)
			FN(volume_slice)(a, v, step, &b, i - 2);
	}
}

/* sums += the products of slice I of dy with the three slices of x that it
 * belongs to. */
TARGET static void FN(volume_outers)(const struct volume_conv_grad_args *a,
				     float *const v[3], size_t vstep,
				     const float *z, size_t zstep, float *zt,
				     const struct tile_block *b, size_t i)
{
	size_t row = round_up(a->dy->c, 16), in = round_up(a->in, BLOCK);
	size_t step = volume_conv_grad_step(a->in, a->dy->c);
	size_t tiles = b->rows * b->cols;

	for (size_t p = 0; p < POINTS; p++) {
		FN(turn)(zt, row, z + p * zstep, row, tiles);
		for (size_t k = 0; k < 3; k++)
			if (a->x[i + k].data)
				FN(outers)
		(a->sums + p * step + k * in * row, v[(i + k) % 3] + p * vstep,
		 zt, in, row, tiles);
	}
}

TARGET static void FN(volume_grad)(const struct volume_conv_grad_args *a)
{
	struct tile_blocks all = volume_conv_cut(a->dy, a->in);
	struct tile_block b = tile_blocks_at(&all, a->block);
	size_t step = tile_blocks_step(a->in, STRIDE);
	size_t zstep = tile_blocks_step(a->dy->c, STRIDE);
	float *v[3], *z = a->scratch + 3 * POINTS * step;

	EACH (k, 3)
		v[k] = a->scratch + k * POINTS * step;
	for (size_t i = 0; i < a->n + 2; i++) {
		if (a->x[i].data)
			FN(inputs)(v[i % 3], step, &a->x[i], &b, 0);
		if (i < 2)
			continue;
		FN(inputs)(z, zstep, &a->dy[i - 2], &b, 1);
		FN(volume_outers)
		(a, v, step, z, zstep, z + POINTS * zstep, &b, i - 2);
	}
}

TARGET static void FN(volume_back)(const struct volume_conv_back_args *a)
{
	size_t row = round_up(a->out, 16), in = round_up(a->in, BLOCK);

	for (size_t k = 0; k < 3; k++)
		for (size_t o = 0; o < a->out; o += LANES)
			FN(back)
	(a->sums + k * in * row, volume_conv_grad_step(a->in, a->out), a->in,
	 row, o, min(a->out - o, LANES), a->dw + 9 * k, a->in_next,
	 a->out_next);
}

/* Computes rows LOW, LOW + 2 and so on of slice SLICE of y, from slices I and I
 * + 1 of x. */
TARGET static void FN(volume_up_slice)(const struct volume_conv_args *a,
				       float *const v[3], size_t vstep,
				       const struct tile_block *b, size_t i,
				       size_t slice, size_t low)
{
	size_t len = tile_blocks_weights(a->in, a->y->c);
	size_t points = UPSAMPLED_CONV_POINTS / 2;
	size_t step = tile_blocks_step(a->y->c, STRIDE);
	float *m = v[0] + 3 * points * vstep;

	for (size_t p = 0; p < points; p++) {
		struct factors f = { .in = a->in };

		for (size_t k = 0; k < 2; k++) {
			size_t form = 2 * (slice % 2) + k;

			if (!a->x[i + k].data)
				continue;
			f.u[f.n] = a->u + ((2 * form + low) * points + p) * len;
			f.v[f.n++] = v[(i + k) % 3] + p * vstep;
		}
		FN(products)(m + p * step, &f, a->o, a->end, b->rows * b->cols);
	}
	FN(upsampled_outputs)(&a->y[slice], m, step, b, a->o, a->end, low);
}

TARGET static void FN(volume_up)(const struct volume_conv_args *a)
{
	struct tile_blocks all = volume_conv_up_cut(a->y, a->in);
	struct tile_block b = tile_blocks_at(&all, a->block);
	size_t step = tile_blocks_step(a->in, STRIDE);
	float *v[3];

	EACH (k, 3)
		v[k] = a->scratch + k * (UPSAMPLED_CONV_POINTS / 2) * step;
	for (size_t low = 0; low < 2; low++)
		for (size_t i = 0; i < a->n + 2; i++) {
			if (a->x[i].data)
				FN(upsampled_inputs)
			(v[i % 3], step, &a->x[i], &b, low);
			if (i < 2)
				continue;
			FN(volume_up_slice)
			(a, v, step, &b, i - 2, 2 * (i - 2), low);
			FN(volume_up_slice)
			(a, v, step, &b, i - 1, 2 * (i - 2) + 1, low);
		}
}

/* Sets T as FN(upsampled_rows) does, for the pixels at P and Q together: their
 * difference Q - P if LESS is set, else their sum. */
INNER void FN(volume_rows)(V t[3][3], const float *p, size_t prow,
			   const float *q, size_t qrow, const int less)
{
	EACH (j, 3) {
		V o[4];

		EACH (i, 4) {
			const float *a = p + ((long)i - 1) * (long)prow;
			const float *b = q + ((long)i - 1) * (long)qrow;
			V one = j < 2 ? LOAD(a + j * VL) :
					(V){ a[-1], a[2 * VL] };
			V two = j < 2 ? LOAD(b + j * VL) :
					(V){ b[-1], b[2 * VL] };

			o[i] = less ? two - one : one + two;
		}
		t[0][j] = o[1] + o[2];
		t[1][j] = o[3] - o[1];
		t[2][j] = o[0] - o[2];
	}
}

/* Returns the address of pixel (2 Y, 2 X) of channel O of P, or of zeros if P
 * counts as zeros. */
INNER const float *FN(volume_pixel)(const struct planes *p, size_t o, size_t y,
				    size_t x, size_t *row)
{
	static const float zeros[2 * LANES + 2 * VL] = { 0 };

	*row = p->data ? p->row : 0;
	return p->data ? planes_row(p, o, 2 * y) + 2 * x : zeros + LANES;
}

/* Computes the 27 terms of VL pixels of x, from (Y, X) on, from channel O of
 * the slices DY[0] to DY[3]. */
TARGET APART void FN(volume_outward)(float *to, size_t step,
				     const struct planes *dy, size_t o,
				     size_t y, size_t x)
{
	const float *p[4];
	size_t row[4];
	V t[3][3];

	EACH (k, 4)
		p[k] = FN(volume_pixel)(&dy[k], o, y, x, &row[k]);
	FN(volume_rows)(t, p[1], row[1], p[2], row[2], 0);
	FN(upsampled_terms)(to, step, t);
	FN(volume_rows)(t, p[1], row[1], p[3], row[3], 1);
	FN(upsampled_terms)(to + 9 * step, step, t);
	FN(volume_rows)(t, p[2], row[2], p[0], row[0], 1);
	FN(upsampled_terms)(to + 18 * step, step, t);
}

/* Computes D for a block.  Term K of channel O goes to row K dy->c + O. */
TARGET static void FN(volume_outwards)(float *to, const struct planes *dy,
				       const struct tile_block *b)
{
	size_t c = dy[1].c;

	for (size_t o = 0; o < c; o++) {
		float *at = to + o * STRIDE;

		for (size_t y = b->y; y < b->y + b->rows; y++, at += b->cols)
			for (size_t t = 0; t < b->cols; t += VL)
				FN(volume_outward)
		(at + t, c * STRIDE, dy, o, y, b->x + t);
	}
}

TARGET static void FN(volume_up_grad)(const struct volume_conv_grad_args *a)
{
	struct tile_blocks all = volume_conv_up_grad_cut(a->x);
	struct tile_block b = tile_blocks_at(&all, a->block);
	size_t terms = upsampled_conv_terms(3) * a->dy[1].c;
	size_t row = round_up(a->in, 16), tiles = b.rows * b.cols;
	float *d = a->scratch, *m = d + round_up(terms, BLOCK) * STRIDE;
	float *zt = m + row * STRIDE;

	for (size_t i = 0; i < a->n; i++) {
		struct upsampled_conv_grad_args save = { .mask = 1 };

		FN(volume_outwards)(d, a->dy + 2 * i, &b);
		FN(upsampled_load)(m, &a->x[i], &b);
		FN(turn)(zt, row, m, row, tiles);
		FN(outers)
		(a->sums, d, zt, round_up(terms, BLOCK), row, tiles);
		if (!a->dx)
			continue;
		FN(products)
		(m, &(struct factors){ { a->u }, { d }, 1, terms }, 0,
		 round_up(a->in, BLOCK), tiles);
		save.x = a->x[i];
		save.dx = a->dx[i];
		FN(upsampled_save)(&save, m, &b);
	}
}
