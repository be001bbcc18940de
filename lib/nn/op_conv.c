/*
 * op_conv.c - convolution of stride 1, with zeros around the image ("same") or
 * without, so that the output has k - 1 rows and columns less ("valid"):
 *
 *	y[o] = b[o] + sum over c, ky, kx of
 *		w[o][c][ky][kx] * x[c] shifted by (ky - p, kx - p)
 *
 * with p = (k - 1) / 2 for "same" and 0 for "valid".  If the node's `relu` is
 * set, y is then max(y, 0).  The gradients are
 *
 *	with respect to x: the same convolution of dy, with the kernels flipped
 *		and in and out exchanged
 *	with respect to w[o][c][ky][kx]: the sum over pixels of
 *		dy[o] * shifted x[c]
 *	with respect to b[o]: the sum of dy[o]
 *
 * If a node has scratch memory and the kernel is 3 x 3 with enough channels,
 * all three are computed by Winograd's way (winograd.h), which needs a quarter
 * of the products.  Such a node may have x2, a map in the memory of y: the part
 * of the sum that op_upconv.c has computed from the last c->up channels,
 * without bias.  x has the other channels, and their part is added.
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

/* Returns P moved by BY pixels, with the sides of LIKE.  In the kernels, tap
 * (ky, kx) of pixel (y, x) reads pixel (y + ky - k/2, x + kx - k/2).  That is
 * right for an odd side with "same" padding; in all other cases the planes are
 * moved first. */
static struct planes moved(const struct planes *p, long by,
			   const struct planes *like)
{
	struct planes m = *p;

	m.data += by * (long)(p->row + 1);
	m.h = like->h;
	m.w = like->w;
	return m;
}

/* Returns how far the first tap is before its pixel: (k - 1) / 2, since for an
 * even side PyTorch puts the additional zero at the end. */
static long before(const struct conv *c)
{
	return c->valid ? 0 : (long)(c->k - 1) / 2;
}

/* Returns x, moved so that the taps of y read the right pixels. */
static struct planes seen(const struct node *n)
{
	return moved(&n->x.v, (long)n->conv->k / 2 - before(n->conv), &n->y.v);
}

/* Returns dy, moved so that the flipped taps of dx read the right pixels; the
 * first tap is k - 1 - before(c) before its pixel. */
static struct planes seen_back(const struct node *n)
{
	long k = (long)n->conv->k;

	return moved(&n->y.d, k / 2 - (k - 1 - before(n->conv)), &n->x.d);
}

/* A tile of Winograd's has four rows, so y is computed in steps of four rows,
 * except at the end. */
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

/* A row of dx needs rows of dy up to k - 1 rows further down, and is computed
 * in steps of four rows.  When it overwrites rows of x, these have been used
 * with all rows of dy that need them. */
static size_t back(const struct node *n, size_t rows)
{
	size_t behind = n->conv->k - 1;

	if (rows >= n->y.v.h)
		return n->x.v.h;
	return rows < behind ? 0 : (rows - behind) / ROWS_STEP * ROWS_STEP;
}

/* Returns the rows of P that the span S names. */
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
	direct_kernels()->wgrad(&dy, &x, n->conv->k, dw,
				n->conv->k * n->conv->k,
				n->conv->k * n->conv->k * n->conv->in);
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
