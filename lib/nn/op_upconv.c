/*
 * op_upconv.c - the part of a 3 x 3 convolution that comes from the channels
 * of the level below, without bias.  Each of their pixels stands for 2 x 2
 * pixels ("nearest"); see upsampled_conv.h.  op_conv.c adds the rest.
 */
#include "nn/op.h"

#include <string.h>

#include "kernel/upsampled_conv.h"
#include "kernel/direct.h"
#include "kernel/winograd.h"

static void shape(const struct node *n, size_t s[3])
{
	s[0] = n->conv->out;
	s[1] = 2 * n->x.v.h;
	s[2] = 2 * n->x.v.w;
}

/* Rows 2i and 2i + 1 need row i + 1 of x. */
static size_t reach(const struct node *n, int i, size_t rows)
{
	(void)i;
	if (rows >= n->x.v.h)
		return n->y.v.h;
	return rows ? (rows - 1) / ROWS_STEP * 2 * ROWS_STEP : 0;
}

static size_t needs(const struct node *n, int i, size_t row)
{
	(void)n;
	(void)i;
	row = row / 2 / ROWS_STEP * ROWS_STEP;
	return row ? row - 1 : 0;
}

static void forward(const struct node *n, const struct planes_span *s)
{
	winograd_kernels()->upsampled(&(struct upsampled_conv_args){
		.x = n->x.v,
		.y = n->y.v,
		.span = *s,
		.u = n->conv->upsampled,
		.scratch = n->scratch,
	});
}

/* Row i of dx needs row 2i + 2 of dy. */
static size_t back(const struct node *n, size_t rows)
{
	if (rows >= n->y.v.h)
		return n->x.v.h;
	return rows ? (rows - 1) / 2 : 0;
}

static void backward(const struct node *n, const struct planes_span *s,
		     float *grad)
{
	const struct conv *c = n->conv;
	size_t skip = c->in - c->up, len = conv_form_upsampled_sums_len(c);
	struct upsampled_conv_grad_args a = {
		.dy = n->y.d,
		.x = n->x.v,
		.dx = n->x.d,
		.from = back(n, s->from),
		.to = back(n, s->to),
		.add = n->add,
		.mask = n->mask,
		.u = c->upsampled_back,
		.sums = n->sums ? n->sums : n->scratch,
		.scratch = n->sums ? n->scratch : n->scratch + len,
	};

	if (!s->from)
		memset(a.sums, 0, len * sizeof(*a.sums));
	winograd_kernels()->upsampled_grad(&a);
	if (s->to == n->y.v.h)
		winograd_kernels()->upsampled_back(
			a.sums, grad + c->w_at + 9 * skip,
			&(struct upsampled_conv_weights){ c->up, c->out, 9,
							  9 * c->in, 1 });
}

const struct op op_upconv = {
	.name = "upconv",
	.inputs = 1,
	.shape = shape,
	.reach = reach,
	.needs = needs,
	.forward = forward,
	.back = back,
	.backward = backward,
};
