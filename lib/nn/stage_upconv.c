/*
 * stage_upconv.c - what a convolution of volumes makes of its channels from
 * below, each pixel of which stands for 2 x 2 x 2 ("nearest"): their part of
 * the sum, without bias.  See volume_conv.h; stage_conv.c adds the rest.
 */
#include "nn/stage.h"

#include <string.h>

#include "kernel/upsampled_conv.h"
#include "kernel/winograd.h"
#include "nn/stage_cut.h"

#define SLOT_PIXELS 256 /* of x, at least */

/* Slices 2 z and 2 z + 1 need slice z + 1 of x. */
static size_t reach(const struct stage *s, size_t slices)
{
	if (slices >= s->x.n)
		return s->y.n;
	return slices ? 2 * (slices - 1) : 0;
}

static size_t needs(const struct stage *s, size_t slice)
{
	(void)s;
	return slice < 2 ? 0 : slice / 2 - 1;
}

/* In slices of x. */
static struct stage_cut cut(const struct stage *s,
			    const struct stage_span *span)
{
	return stage_cut_for((span->to - span->from) / 2,
			     volume_conv_up_blocks(&s->y.all, s->conv->up),
			     s->conv->out, span->threads);
}

static size_t pieces(const struct stage *s, const struct stage_span *span)
{
	struct stage_cut c = cut(s, span);

	return stage_cut_pieces(&c);
}

static void forward(const struct stage *s, const struct stage_span *span,
		    size_t piece, float *scratch)
{
	struct stage_cut c = cut(s, span);
	struct planes x[STAGE_CUT_LIST], y[STAGE_CUT_LIST];
	struct volume_conv_args a = {
		.x = x,
		.y = y,
		.in = s->conv->up,
		.u = s->conv->upsampled,
		.scratch = scratch,
	};
	size_t z = span->from / 2 + stage_cut_at(&c, piece, s->conv->out, &a);

	stage_cut_list(&s->x, (ptrdiff_t)z - 1, a.n + 2, x);
	stage_cut_list(&s->y, (ptrdiff_t)(2 * z), 2 * a.n, y);
	winograd_kernels()->volume_up(&a);
}

static struct stage_cut_grad grad_cut(const struct stage *s)
{
	const struct planes *x = &s->x.all;
	size_t out = s->conv->out;

	return stage_cut_grad_for(s->x.n, volume_conv_up_grad_blocks(x),
				  s->x.n * x->h * x->w / SLOT_PIXELS, out, out);
}

static size_t slots(const struct stage *s)
{
	return grad_cut(s).slots;
}

static void grad_unit(const struct stage_cut_piece *p,
		      const struct stage_cut_unit *u)
{
	const struct stage *s = p->s;
	struct planes x[STAGE_CUT_LIST], dy[STAGE_CUT_LIST];
	struct volume_conv_grad_args a = {
		.x = x,
		.dx = x,
		.dy = dy,
		.in = s->conv->up,
		.block = u->block,
		.sums = p->sums,
		.u = s->conv->upsampled_back,
		.scratch = p->scratch,
	};

	for (size_t i = 0; i < u->n; i += a.n) {
		ptrdiff_t z = (ptrdiff_t)(u->z + i);

		a.n = u->n - i < VOLUME_CONV_SLICES ? u->n - i :
						      VOLUME_CONV_SLICES;
		stage_cut_list(&s->x, z, a.n, x);
		stage_cut_list(&s->y, 2 * z - 1, 2 * a.n + 2, dy);
		winograd_kernels()->volume_up_grad(&a);
	}
}

/* The gradient by x as well. */
static void grad(const struct stage *s, size_t piece, float *memory,
		 float *scratch)
{
	const struct conv *c = s->conv;
	struct stage_cut_grad g = grad_cut(s);
	struct stage_cut_piece p = stage_cut_begin(s, &g, piece, memory);
	size_t len = conv_form_upsampled_sums_len(c), taps = conv_form_taps(c);
	size_t from, to;

	p.sums = scratch;
	p.scratch = scratch + len;
	memset(p.sums, 0, len * sizeof(*p.sums));
	stage_cut_units(&g, p.slot, &from, &to);
	for (size_t i = from; i < to; i++) {
		struct stage_cut_unit u = stage_cut_unit_at(&g, i);

		grad_unit(&p, &u);
	}
	winograd_kernels()->upsampled_back(p.sums,
					   p.dw + (c->in - c->up) * taps,
					   &(struct upsampled_conv_weights){
						   c->up, c->out, taps, p.next,
						   conv_form_slices(c) });
}

const struct stage_op stage_upconv = {
	.reach = reach,
	.needs = needs,
	.pieces = pieces,
	.forward = forward,
	.slots = slots,
	.grad_pieces = slots,
	.grad = grad,
};
