/*
 * op_conv.c - convolution of stride 1, with zeros around ("same" size) or none
 * ("valid", k - 1 rows and columns less):
 *
 *	y[o] = b[o] + sum over c, ky, kx of
 *		w[o][c][ky][kx] * x[c] shifted by (ky - p, kx - p)
 *
 * with p = (k - 1) / 2 or 0, and then max(y, 0) if the node says so.  The
 * gradient by x is the same convolution of dy with the kernels flipped and
 * in and out exchanged; by w[o][c][ky][kx] the sum over pixels of dy[o] *
 * shifted x[c]; by b[o] the sum of dy[o].  lib/nn/README.md follows one
 * through the machine.
 *
 * Where a node has scratch memory and the kernel is 3 x 3 with enough
 * channels, all three go by Winograd's way (winograd.h), which takes a
 * quarter of the products.  Then a node may have x2, a map that lies where y
 * does: what op_upconv.c made of the last c->up channels, without bias.  x has
 * the others, and what comes of them is added.
 */
#include "nn/op.h"

#include <string.h>

#include "kernel/direct.h"
#include "kernel/winograd.h"

static void shape(const struct node *n, size_t s[3])
{
	size_t less = n->conv->valid ? n->conv->k - 1 : 0;

	s[0] = n->conv->out;
	s[1] = n->x.v.h - less;
	s[2] = n->x.v.w - less;
}

/*
 * P moved by BY pixels, with the sides of LIKE.  In the kernels tap
 * (ky, kx) of pixel (y, x) meets pixel (y + ky - k/2, x + kx - k/2), which
 * is right for an odd side and "same" padding; for all else the planes
 * are moved before.
 */
static struct planes moved(const struct planes *p, long by,
			   const struct planes *like)
{
	struct planes m = *p;

	m.data += by * (long)(p->row + 1);
	m.h = like->h;
	m.w = like->w;
	return m;
}

/* The first tap lies this far before a pixel: (k - 1) / 2, as PyTorch has
 * the odd zero of an even side at the end. */
static long before(const struct conv *c)
{
	return c->valid ? 0 : (long)(c->k - 1) / 2;
}

/* x as y's taps meet it. */
static struct planes seen(const struct node *n)
{
	return moved(&n->x.v, (long)n->conv->k / 2 - before(n->conv), &n->y.v);
}

/* dy as the flipped taps of dx meet it: the first one lies
 * k - 1 - before(c) before. */
static struct planes seen_back(const struct node *n)
{
	long k = (long)n->conv->k;

	return moved(&n->y.d, k / 2 - (k - 1 - before(n->conv)), &n->x.d);
}

/* Winograd's tiles are four rows, so y comes in fours till the end. */
static size_t reach(const struct node *n, int i, size_t rows)
{
	size_t behind = i ? 0 : n->conv->k - 1 - (size_t)before(n->conv);

	if (rows >= (i ? n->x2.v.h : n->x.v.h))
		return n->y.v.h;
	return rows < behind ? 0 : (rows - behind) / ROWS_STEP * ROWS_STEP;
}

static size_t needs(const struct node *n, int i, size_t row)
{
	size_t first = i ? 0 : (size_t)before(n->conv);

	return row < first ? 0 : row - first;
}

static void winograd_forward(const struct node *n, const struct planes_span *s)
{
	const struct conv *c = n->conv;

	winograd_kernels()->conv(&(struct winograd_args){
		.x = seen(n),
		.y = n->y.v,
		.span = *s,
		.u = c->winograd,
		.bias = conv_form_bias(c),
		.add = node_inputs(n) == 2,
		.relu = n->relu,
		.scratch = n->scratch,
	});
}

static void direct(struct direct_args *a, const struct planes_span *s)
{
	a->from = s->from;
	a->to = s->to;
	planes_share(s, direct_pieces(a->y.c, s->to - s->from), &a->first,
		     &a->past);
	direct_kernels()->conv(a);
}

static void forward(const struct node *n, const struct planes_span *s)
{
	if (n->scratch && n->conv->winograd) {
		winograd_forward(n, s);
		return;
	}
	direct(
		&(struct direct_args){
			.x = seen(n),
			.y = n->y.v,
			.k = n->conv->k,
			.packed = n->conv->packed,
			.relu = n->relu,
		},
		s);
}

/* A row of dx needs dy's rows up to k - 1 beyond it, and comes in fours; by
 * then the rows of x in its place have met all of dy that they meet. */
static size_t back(const struct node *n, size_t rows)
{
	size_t behind = n->conv->k - 1;

	if (rows >= n->y.v.h)
		return n->x.v.h;
	return rows < behind ? 0 : (rows - behind) / ROWS_STEP * ROWS_STEP;
}

/* Rows of P from the span. */
static struct planes rows_of(const struct planes *p,
			     const struct planes_span *s)
{
	struct planes some = *p;

	some.data += s->from * p->row;
	some.h = s->to - s->from;
	return some;
}

static void winograd_backward(const struct node *n, const struct planes_span *s,
			      const struct planes_span *dx, float *dw)
{
	const struct conv *c = n->conv;

	winograd_kernels()->grad(&(struct winograd_grad_args){
		.dy = n->y.d,
		.x = seen(n),
		.from = s->from,
		.to = s->to,
		.sums = n->sums,
		.dw = dw,
		.dw_next = 9 * c->in,
		.scratch = n->scratch,
	});
	if (n->x.d.data)
		winograd_kernels()->conv(&(struct winograd_args){
			.x = seen_back(n),
			.y = n->x.d,
			.span = *dx,
			.u = c->winograd_flipped,
			.add = n->add,
			.mask = n->mask,
			.scratch = n->scratch,
		});
}

static void backward(const struct node *n, const struct planes_span *s,
		     float *grad)
{
	struct planes_span dx = { back(n, s->from), back(n, s->to), 0, 1 };
	struct planes dy = rows_of(&n->y.d, s), x = seen(n);
	float *dw = grad + n->conv->w_at;

	if (n->relu && n->y.d.data != n->y.v.data)
		planes_mask(&n->y.d, &n->y.v, s);
	direct_kernels()->bgrad(&dy, grad + n->conv->b_at);
	if (n->scratch && n->conv->winograd) {
		winograd_backward(n, s, &dx, dw);
		return;
	}
	x = rows_of(&x, s);
	direct_kernels()->wgrad(&dy, &x, n->conv->k, dw);
	if (n->x.d.data)
		direct(
			&(struct direct_args){
				.x = seen_back(n),
				.y = n->x.d,
				.k = n->conv->k,
				.packed = n->conv->flipped,
				.add = n->add,
				.mask = n->mask,
			},
			&dx);
}

const struct op op_conv = {
	.name = "conv",
	.inputs = 1,
	.shape = shape,
	.reach = reach,
	.needs = needs,
	.forward = forward,
	.back = back,
	.backward = backward,
};
