/*
 * op_up.c - each pixel becomes a block of k x k pixels ("nearest"):
 * y[i][j] = x[i / k][j / k].  The gradient is the sum over the block.
 */

#include "nn/op.h"

#include <string.h>

static void shape(const struct node *n, size_t s[3])
{
	s[0] = n->x.v.c;
	s[1] = n->x.v.h * n->k;
	s[2] = n->x.v.w * n->k;
}

static size_t reach(const struct node *n, int i, size_t rows)
{
	(void)i;
	return rows * n->k;
}

static size_t needs(const struct node *n, int i, size_t row)
{
	(void)i;
	return row / n->k;
}

static void forward(const struct node *n, const struct planes_span *s)
{
	const struct planes *x = &n->x.v, *y = &n->y.v;
	size_t first, past;

	planes_share(s, x->c, &first, &past);
	for (size_t c = first; c < past; c++)
		for (size_t i = s->from; i < s->to; i++) {
			const float *from = planes_row(x, c, i / n->k);
			float *to = planes_row(y, c, i);

			if (i % n->k && i > s->from) {
				memcpy(to, to - y->row, y->w * sizeof(*to));
				continue;
			}
			for (size_t j = 0; j < x->w; j++)
				for (size_t b = 0; b < n->k; b++)
					*to++ = from[j];
		}
}

/* Returns the sum of the block of K x K pixels at P. */
static inline float sum(const float *p, size_t k, size_t row)
{
	float s = 0;

	for (size_t y = 0; y < k; y++, p += row)
		for (size_t x = 0; x < k; x++)
			s += p[x];
	return s;
}

static size_t back(const struct node *n, size_t rows)
{
	return rows / n->k;
}

static void backward(const struct node *n, const struct planes_span *span,
		     float *grad)
{
	const struct planes *dx = &n->x.d, *dy = &n->y.d;

	(void)grad;
	for (size_t c = 0; c < dx->c; c++)
		for (size_t i = span->from / n->k; i < span->to / n->k; i++) {
			const float *d = planes_row(dy, c, i * n->k);
			float *to = planes_row(dx, c, i);

			const float *x = planes_row(&n->x.v, c, i);

			for (size_t j = 0; j < dx->w; j++, d += n->k) {
				float s = n->k == 2 ? sum(d, 2, dy->row) :
						      sum(d, n->k, dy->row);

				s += n->add ? to[j] : 0;
				to[j] = n->mask && x[j] <= 0 ? 0 : s;
			}
		}
}

const struct op op_up = {
	.name = "up",
	.inputs = 1,
	.shape = shape,
	.reach = reach,
	.needs = needs,
	.forward = forward,
	.back = back,
	.backward = backward,
};
