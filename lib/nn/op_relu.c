/*
 * op_relu.c - y = max(x, 0); dx = dy where y > 0, else 0.
 *
 * A NaN is kept, in values and in gradients.
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

static void forward(const struct node *n, const struct planes_span *s)
{
	const struct planes *p = &n->x.v;
	size_t first, past;

	planes_share(s, p->c, &first, &past);
	for (size_t c = first; c < past; c++)
		for (size_t y = s->from; y < s->to; y++) {
			const float *x = planes_row(p, c, y);
			float *to = planes_row(&n->y.v, c, y);

			for (size_t i = 0; i < p->w; i++)
				to[i] = x[i] < 0 ? 0 : x[i];
		}
}

static size_t back(const struct node *n, size_t rows)
{
	(void)n;
	return rows;
}

static void backward(const struct node *n, const struct planes_span *s,
		     float *grad)
{
	const struct planes *p = &n->y.d;

	(void)grad;
	planes_mask(p, &n->y.v, s);
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
