/*
 * op_pool.c - maximum over blocks of k x k pixels, stride k.
 *
 * The gradient goes to the first maximum of the block in row-major order.  A
 * NaN counts as the greatest value, so that it is passed on and not hidden.
 */

#include "nn/op.h"

#include <math.h>
#include <string.h>

#include "kernel/rows.h"

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
			if (n->k == 2) {
				rows_kernels()->pool(to, from, x->row, y->w);
				continue;
			}
			for (size_t j = 0; j < y->w; j++)
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

			if (k == 2) {
				rows_kernels()->pool_back(to, from, row, d,
							  dy->w);
				continue;
			}
			for (size_t j = 0; j < dy->w; j++)
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
