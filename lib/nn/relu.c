/*
 * relu.c - y = max(x, 0); dx = dy where y > 0, else 0.
 *
 * NaN is no number below 0: it stays, in values and in gradients.
 */
#include "nn/op.h"

static void shape(const struct node *n, size_t s[3])
{
	s[0] = n->x.v.c;
	s[1] = n->x.v.h;
	s[2] = n->x.v.w;
}

static size_t same(const struct node *n, int i, size_t rows)
{
	(void)n;
	(void)i;
	return rows;
}

static void forward(const struct node *n, const struct span *s)
{
	const struct planes *p = &n->x.v;
	size_t first, past;

	span_share(s, p->c, &first, &past);
	for (size_t c = first; c < past; c++)
		for (size_t y = s->from; y < s->to; y++) {
			const float *x = planes_row(p, c, y);
			float *to = planes_row(&n->y.v, c, y);

			for (size_t i = 0; i < p->w; i++)
				to[i] = x[i] < 0 ? 0 : x[i];
		}
}

/* 16 at once, so that the compiler makes vectors of them. */
static void mask(float *restrict d, const float *restrict y)
{
	for (size_t i = 0; i < LANES; i++) {
		float kept = d[i];

		d[i] = y[i] <= 0 ? 0 : kept;
	}
}

/* Zeros beyond the right edge stay zeros. */
void relu_mask(const struct planes *dy, const struct planes *y,
	       const struct span *s)
{
	for (size_t c = 0; c < y->c; c++)
		for (size_t i = s->from; i < s->to; i++)
			for (size_t x = 0; x < y->w; x += LANES)
				mask(planes_row(dy, c, i) + x,
				     planes_row(y, c, i) + x);
}

static size_t back(const struct node *n, size_t rows)
{
	(void)n;
	return rows;
}

static void backward(const struct node *n, const struct span *s, float *grad)
{
	const struct planes *p = &n->y.d;

	(void)grad;
	relu_mask(p, &n->y.v, s);
	for (size_t c = 0; c < p->c; c++)
		for (size_t y = s->from; y < s->to; y++) {
			const float *d = planes_row(p, c, y);
			float *to = planes_row(&n->x.d, c, y);

			for (size_t i = 0; i < p->w; i++)
				to[i] = n->add ? to[i] + d[i] : d[i];
		}
}

const struct op op_relu = {
	.name = "relu",
	.inputs = 1,
	.shape = shape,
	.reach = same,
	.needs = same,
	.forward = forward,
	.back = back,
	.backward = backward,
};
