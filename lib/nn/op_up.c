/*
 * op_up.c - each pixel becomes a block of k x k pixels ("nearest"):
 * y[i][j] = x[i / k][j / k].  The gradient is the sum over the block.  Or, if
 * the node's `linear` is set, pixels are interpolated ("bilinear",
 * interpolate.h).
 */

#include "nn/op.h"

#include <string.h>

#include "nn/interpolate.h"

static void shape(const struct node *n, size_t s[3])
{
	s[0] = n->x.v.c;
	s[1] = n->x.v.h * n->k;
	s[2] = n->x.v.w * n->k;
}

static size_t reach(const struct node *n, int i, size_t rows)
{
	size_t to = interpolate_reach(rows, n->k, n->x.v.h);

	(void)i;
	if (!n->linear)
		return rows * n->k;
	return to < n->y.v.h ? to / ROWS_STEP * ROWS_STEP : to;
}

static size_t needs(const struct node *n, int i, size_t row)
{
	size_t at[2];
	float weight[2];

	(void)i;
	interpolate_pixel(row, n->k, n->x.v.h, at, weight);
	return n->linear ? at[0] : row / n->k;
}

static void forward_linear(const struct node *n, const struct planes_span *s)
{
	const struct planes *x = &n->x.v;
	struct interpolate_mix m;
	size_t first, past, at[2];

	m.n = 2;
	planes_share(s, x->c, &first, &past);
	for (size_t c = first; c < past; c++)
		for (size_t i = s->from; i < s->to; i++) {
			interpolate_pixel(i, n->k, x->h, at, m.weight);
			m.row[0] = planes_row(x, c, at[0]);
			m.row[1] = planes_row(x, c, at[1]);
			interpolate_row(planes_row(&n->y.v, c, i), &m, x->w,
					n->k);
		}
}

static void forward(const struct node *n, const struct planes_span *s)
{
	const struct planes *x = &n->x.v, *y = &n->y.v;
	size_t first, past;

	if (n->linear) {
		forward_linear(n, s);
		return;
	}
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
	return n->linear ? interpolate_back(rows, n->k, n->x.v.h) : rows / n->k;
}

static void backward_linear(const struct node *n, const struct planes_span *s)
{
	const struct planes *dx = &n->x.d;
	size_t from = back(n, s->from), to = back(n, s->to),
	       at[INTERPOLATE_TAPS];
	struct interpolate_mix m;

	for (size_t c = 0; c < dx->c; c++)
		for (size_t i = from; i < to; i++) {
			m.n = interpolate_taps(i, n->k, dx->h, at, m.weight);
			for (size_t t = 0; t < m.n; t++)
				m.row[t] = planes_row(&n->y.d, c, at[t]);
			interpolate_row_back(planes_row(dx, c, i), &m, dx->w,
					     n->k, n->add,
					     n->mask ?
						     planes_row(&n->x.v, c, i) :
						     NULL);
		}
}

static void backward(const struct node *n, const struct planes_span *span,
		     float *grad)
{
	const struct planes *dx = &n->x.d, *dy = &n->y.d;

	(void)grad;
	if (n->linear) {
		backward_linear(n, span);
		return;
	}
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
