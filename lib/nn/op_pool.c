/*
 * op_pool.c - maximum over blocks of k x k pixels, stride k.
 *
 * The gradient goes to the first maximum of the block in row-major order.  A
 * NaN counts as the greatest value, so that it is passed on and not hidden.
 */

#include "nn/op.h"

#include <math.h>
#include <string.h>

#include "nn/pool_pairs.h"

static void shape(const struct node *n, size_t s[3])
{
	s[0] = n->x.v.c;
	s[1] = n->x.v.h / n->k;
	s[2] = n->x.v.w / n->k;
}

/* Returns the offset, from P, of the maximum of the block at P. */
static size_t find(const float *p, size_t k, size_t row)
{
	size_t best = 0;

	for (size_t y = 0; y < k; y++)
		for (size_t x = 0; x < k; x++)
			if (p[y * row + x] > p[best] ||
			    (isnan(p[y * row + x]) && !isnan(p[best])))
				best = y * row + x;
	return best;
}

/* Does what find does for four blocks of 2 x 2, without branches.  X1, X2 and
 * X3 replace the maximum so far, X0, where MORE is set. */
static inline void add_pairs(float *p, v4 even, v4 odd)
{
	*(v4u *)p += __builtin_shufflevector(even, odd, 0, 4, 1, 5);
	*(v4u *)(p + 4) += __builtin_shufflevector(even, odd, 2, 6, 3, 7);
}

static void forward2(float *to, const float *from, size_t row)
{
	v4 most = pool_pairs_even(from), x = pool_pairs_odd(from);

	most = pool_pairs_select(pool_pairs_more(x, most), x, most);
	x = pool_pairs_even(from + row);
	most = pool_pairs_select(pool_pairs_more(x, most), x, most);
	x = pool_pairs_odd(from + row);
	*(v4u *)to = pool_pairs_select(pool_pairs_more(x, most), x, most);
}

static void backward2(float *to, const float *from, size_t row, const float *dy)
{
	v4 most = pool_pairs_even(from), x = pool_pairs_odd(from),
	   d = *(const v4u *)dy;
	i4 is1 = pool_pairs_more(x, most), is2, is3;

	most = pool_pairs_select(is1, x, most);
	x = pool_pairs_even(from + row);
	is2 = pool_pairs_more(x, most);
	most = pool_pairs_select(is2, x, most);
	is3 = pool_pairs_more(pool_pairs_odd(from + row), most);
	add_pairs(to, (v4)((i4)d & ~(is1 | is2 | is3)),
		  (v4)((i4)d & is1 & ~(is2 | is3)));
	add_pairs(to + row, (v4)((i4)d & is2 & ~is3), (v4)((i4)d & is3));
}

static size_t reach(const struct node *n, int i, size_t rows)
{
	(void)i;
	return rows / n->k;
}

static size_t needs(const struct node *n, int i, size_t row)
{
	(void)i;
	return row * n->k;
}

static void forward(const struct node *n, const struct planes_span *s)
{
	const struct planes *x = &n->x.v, *y = &n->y.v;
	size_t first, past;

	planes_share(s, y->c, &first, &past);
	for (size_t c = first; c < past; c++)
		for (size_t i = s->from; i < s->to; i++) {
			const float *from = planes_row(x, c, i * n->k);
			float *to = planes_row(y, c, i);

			/* Zeros beyond the edge of x give zeros beyond the edge
			 * of y. */
			for (size_t j = 0; n->k == 2 && j < y->w; j += 4)
				forward2(to + j, from + 2 * j, x->row);
			for (size_t j = 0; n->k != 2 && j < y->w; j++)
				to[j] = from[j * n->k + find(from + j * n->k,
							     n->k, x->row)];
		}
}

/* Computes rows FROM to TO. */
static void clear(const struct planes *p, size_t from, size_t to)
{
	for (size_t c = 0; c < p->c; c++)
		for (size_t y = from; y < to; y++)
			memset(planes_row(p, c, y), 0, p->w * sizeof(*p->data));
}

static size_t back(const struct node *n, size_t rows)
{
	return rows == n->y.v.h ? n->x.v.h : rows * n->k;
}

static void backward(const struct node *n, const struct planes_span *s,
		     float *grad)
{
	const struct planes *x = &n->x.v, *dy = &n->y.d;
	size_t k = n->k, row = x->row;

	(void)grad;
	if (!n->add)
		clear(&n->x.d, s->from * k, back(n, s->to));
	for (size_t c = 0; c < dy->c; c++)
		for (size_t i = s->from; i < s->to; i++) {
			const float *from = planes_row(x, c, i * k);
			const float *d = planes_row(dy, c, i);
			float *to = planes_row(&n->x.d, c, i * k);

			for (size_t j = 0; k == 2 && j < dy->w; j += 4)
				backward2(to + 2 * j, from + 2 * j, row, d + j);
			for (size_t j = 0; k != 2 && j < dy->w; j++)
				to[j * k + find(from + j * k, k, row)] += d[j];
		}
}

const struct op op_pool = {
	.name = "pool",
	.inputs = 1,
	.shape = shape,
	.reach = reach,
	.needs = needs,
	.forward = forward,
	.back = back,
	.backward = backward,
};
