/*
 * pool.c - maximum over blocks of k x k pixels, stride k.
 *
 * The gradient goes to the block's first maximum in row-major order.  A NaN
 * counts as the greatest, so that it is passed on and not hidden.
 */
#include "nn/op.h"

#include <math.h>

static void shape(const struct node *n, size_t s[3])
{
	s[0] = n->x.v.c;
	s[1] = n->x.v.h / n->k;
	s[2] = n->x.v.w / n->k;
}

/* Offset of the maximum of the block at P from P. */
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

static void forward(const struct node *n)
{
	const struct planes *x = &n->x.v, *y = &n->y.v;

	for (size_t c = 0; c < y->c; c++)
		for (size_t i = 0; i < y->h; i++) {
			const float *from = planes_row(x, c, i * n->k);
			float *to = planes_row(y, c, i);

			for (size_t j = 0; j < y->w; j++, from += n->k)
				to[j] = from[find(from, n->k, x->row)];
		}
}

static void backward(const struct node *n, float *grad)
{
	const struct planes *x = &n->x.v, *dy = &n->y.d;

	(void)grad;
	for (size_t c = 0; c < x->c && !n->add; c++)
		for (size_t i = 0; i < x->h; i++)
			for (size_t j = 0; j < x->w; j++)
				planes_row(&n->x.d, c, i)[j] = 0;
	for (size_t c = 0; c < dy->c; c++)
		for (size_t i = 0; i < dy->h; i++) {
			const float *from = planes_row(x, c, i * n->k);
			const float *d = planes_row(dy, c, i);
			float *to = planes_row(&n->x.d, c, i * n->k);

			for (size_t j = 0; j < dy->w; j++) {
				to[find(from, n->k, x->row)] += d[j];
				from += n->k;
				to += n->k;
			}
		}
}

const struct op op_pool = {
	.name = "pool", .inputs = 1,
	.shape = shape, .forward = forward, .backward = backward,
};
