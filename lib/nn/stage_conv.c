/*
 * stage_conv.c - convolutions of volumes; see stage.h, and op_conv.c for where
 * a kernel's taps lie in a plane.
 *
 * A slice of y is a sum of 2D convolutions, of the slices of x that it meets.
 * By volume_conv.h they are one; the direct kernels add one after the other,
 * which is the same sum in the same order.
 */
#include "nn/stage.h"

#include <string.h>

#include "base/size.h"
#include "kernel/direct.h"
#include "kernel/planes.h"
#include "kernel/winograd.h"
#include "nn/stage_cut.h"

#define GRAD_OUTS 32   /* output channels of a piece of grad */
#define SLOT_TILES 128 /* at least */

/* The first slice that a slice of y meets lies this far before it, and the
 * first pixel of a plane: (k - 1) / 2, as PyTorch has the odd zero of an even
 * side at the end. */
static size_t before(const struct conv *c)
{
	return c->valid ? 0 : (c->k - 1) / 2;
}

static int is_fast(const struct stage *s)
{
	return s->fast && conv_form_suits_winograd(s->conv);
}

/* How many of the conv's input channels s->x has. */
static size_t inputs(const struct stage *s)
{
	return s->conv->in - (is_fast(s) ? s->conv->up : 0);
}

/* P moved by BY pixels down and to the right, with the sides of LIKE: where
 * the kernels' taps, which are centred on k / 2, meet it. */
static struct planes moved(struct planes p, ptrdiff_t by,
			   const struct planes *like)
{
	if (p.data)
		p.data += by * (ptrdiff_t)(p.row + 1);
	p.h = like->h;
	p.w = like->w;
	return p;
}

/* Slices of x as those of y meet them: N + k - 1, for those of y from Z on. */
static void list_met(const struct stage *s, size_t z, size_t n,
		     struct planes *x)
{
	const struct conv *c = s->conv;
	ptrdiff_t first = (ptrdiff_t)z - (ptrdiff_t)before(c);

	for (size_t i = 0; i < n + conv_form_slices(c) - 1; i++)
		x[i] = moved(volume_maps_at(&s->x, first + (ptrdiff_t)i),
			     (ptrdiff_t)(c->k / 2 - before(c)), &s->y.all);
}

/* Slices of dy as those of dx meet them: the first one lies k - 1 - before(c)
 * before. */
static void list_met_back(const struct stage *s, size_t z, size_t n,
			  struct planes *dy)
{
	const struct conv *c = s->conv;
	ptrdiff_t takes = (ptrdiff_t)(c->k - 1 - before(c));
	ptrdiff_t more = (ptrdiff_t)(conv_form_slices(c) - 1);
	ptrdiff_t first = (ptrdiff_t)(z + before(c)) - more;

	for (size_t i = 0; i < n + (size_t)more; i++)
		dy[i] = moved(volume_maps_at(&s->y, first + (ptrdiff_t)i),
			      (ptrdiff_t)(c->k / 2) - takes, &s->x.all);
}

static size_t reach(const struct stage *s, size_t slices)
{
	size_t behind = s->conv->k - 1 - before(s->conv);

	if (slices >= s->x.n)
		return s->y.n;
	return slices < behind ? 0 : min(slices - behind, s->y.n);
}

static size_t needs(const struct stage *s, size_t slice)
{
	size_t first = before(s->conv);

	return slice < first ? 0 : slice - first;
}

static struct stage_cut forward_cut(const struct stage *s,
				    const struct stage_span *span)
{
	size_t n = span->to - span->from;

	if (is_fast(s))
		return stage_cut_for(n,
				     volume_conv_blocks(&s->y.all, inputs(s)),
				     s->conv->out, span->threads);
	return (struct stage_cut){ n, 1, n, 1, s->conv->out, 1 };
}

static size_t pieces(const struct stage *s, const struct stage_span *span)
{
	struct stage_cut c = forward_cut(s, span);

	return stage_cut_pieces(&c);
}

static void direct(struct direct_args *a)
{
	a->to = a->y.h;
	a->past = direct_pieces(a->y.c, a->y.h);
	direct_kernels()->conv(a);
}

static void direct_forward(const struct stage *s, size_t z)
{
	const struct conv *c = s->conv;
	struct planes x[KERNEL_MAX];

	list_met(s, z, 1, x);
	direct(&(struct direct_args){
		.y = volume_maps_at(&s->y, (ptrdiff_t)z),
		.slice = x,
		.slices = conv_form_slices(c),
		.next = conv_form_direct_len(c->in, c->out, c->k),
		.k = c->k,
		.packed = c->packed,
		.relu = s->relu,
	});
}

static void forward(const struct stage *s, const struct stage_span *span,
		    size_t piece, float *scratch)
{
	struct stage_cut c = forward_cut(s, span);
	struct planes x[STAGE_CUT_LIST], y[STAGE_CUT_LIST];
	struct volume_conv_args a = {
		.x = x,
		.y = y,
		.in = inputs(s),
		.u = s->conv->winograd,
		.add = s->add,
		.relu = s->relu,
		.scratch = scratch,
	};
	size_t z;

	if (!is_fast(s)) {
		direct_forward(s, span->from + piece);
		return;
	}
	a.bias = conv_form_bias(s->conv);
	z = span->from + stage_cut_at(&c, piece, s->conv->out, &a);
	list_met(s, z, a.n, x);
	stage_cut_list(&s->y, (ptrdiff_t)z, a.n, y);
	winograd_kernels()->volume(&a);
}

static struct stage_cut_grad grad_cut(const struct stage *s)
{
	const struct planes *y = &s->y.all;
	size_t n = s->y.n, out = s->conv->out;
	size_t tiles = n * ((y->h + 3) / 4) * ((y->w + 3) / 4);

	if (is_fast(s))
		return stage_cut_grad_for(n, volume_conv_blocks(y, inputs(s)),
					  tiles / SLOT_TILES, out, GRAD_OUTS);
	return stage_cut_grad_for(n, 1, n, out, out);
}

static size_t slots(const struct stage *s)
{
	return grad_cut(s).slots;
}

static size_t grad_pieces(const struct stage *s)
{
	struct stage_cut_grad g = grad_cut(s);

	return g.slots * g.units.groups;
}

static void grad_bias(const struct stage_cut_piece *p,
		      const struct stage_cut_unit *u)
{
	for (size_t z = u->z; z < u->z + u->n; z++) {
		struct planes dy = volume_maps_at(&p->s->y, (ptrdiff_t)z);

		dy = planes_part(&dy, p->o, p->end - p->o);
		direct_kernels()->bgrad(&dy, p->db + p->o);
	}
}

static void grad_fast(const struct stage_cut_piece *p,
		      const struct stage_cut_unit *u)
{
	struct planes x[STAGE_CUT_LIST], dy[STAGE_CUT_LIST];
	struct volume_conv_grad_args a = {
		.x = x,
		.dy = dy,
		.in = inputs(p->s),
		.block = u->block,
		.sums = p->sums,
		.scratch = p->scratch,
	};

	for (size_t i = 0; i < u->n; i += a.n) {
		a.n = min(u->n - i, VOLUME_CONV_SLICES);
		list_met(p->s, u->z + i, a.n, x);
		stage_cut_list(&p->s->y, (ptrdiff_t)(u->z + i), a.n, dy);
		for (size_t k = 0; k < a.n; k++)
			dy[k] = planes_part(&dy[k], p->o, p->end - p->o);
		winograd_kernels()->volume_grad(&a);
	}
}

static void grad_direct(const struct stage_cut_piece *p,
			const struct stage_cut_unit *u)
{
	const struct conv *c = p->s->conv;
	struct planes x[KERNEL_MAX];
	size_t area = c->k * c->k;

	for (size_t z = u->z; z < u->z + u->n; z++) {
		struct planes dy = volume_maps_at(&p->s->y, (ptrdiff_t)z);

		list_met(p->s, z, 1, x);
		for (size_t k = 0; k < conv_form_slices(c); k++)
			if (x[k].data)
				direct_kernels()->wgrad(&dy, &x[k], c->k,
							p->dw + k * area,
							conv_form_taps(c),
							p->next);
	}
}

static void grad_end(const struct stage_cut_piece *p)
{
	winograd_kernels()->volume_back(&(struct volume_conv_back_args){
		.sums = p->sums,
		.in = inputs(p->s),
		.out = p->end - p->o,
		.dw = p->dw + p->o * p->next,
		.in_next = conv_form_taps(p->s->conv),
		.out_next = p->next,
	});
}

static void grad(const struct stage *s, size_t piece, float *memory,
		 float *scratch)
{
	struct stage_cut_grad g = grad_cut(s);
	struct stage_cut_piece p = stage_cut_begin(s, &g, piece, memory);
	size_t len = volume_conv_sums_len(inputs(s), p.end - p.o), from, to;

	if (is_fast(s)) {
		p.sums = scratch;
		p.scratch = scratch + len;
		memset(p.sums, 0, len * sizeof(*p.sums));
	}
	stage_cut_units(&g, p.slot, &from, &to);
	for (size_t i = from; i < to; i++) {
		struct stage_cut_unit u = stage_cut_unit_at(&g, i);

		if (!u.block)
			grad_bias(&p, &u);
		if (is_fast(s))
			grad_fast(&p, &u);
		else
			grad_direct(&p, &u);
	}
	if (is_fast(s))
		grad_end(&p);
}

static struct stage_cut back_cut(const struct stage *s, size_t threads)
{
	if (is_fast(s))
		return stage_cut_for(s->x.n,
				     volume_conv_blocks(&s->x.all,
							s->conv->out),
				     inputs(s), threads);
	return (struct stage_cut){ s->x.n, 1, s->x.n, 1, s->conv->in, 1 };
}

static size_t back_pieces(const struct stage *s, size_t threads)
{
	struct stage_cut c = back_cut(s, threads);

	return stage_cut_pieces(&c);
}

static void direct_back(const struct stage *s, size_t z)
{
	const struct conv *c = s->conv;
	struct planes dy[KERNEL_MAX];

	list_met_back(s, z, 1, dy);
	direct(&(struct direct_args){
		.y = volume_maps_at(&s->x, (ptrdiff_t)z),
		.slice = dy,
		.slices = conv_form_slices(c),
		.next = conv_form_direct_len(c->out, c->in, c->k),
		.k = c->k,
		.packed = c->flipped,
		.mask = 1,
	});
}

static void back(const struct stage *s, size_t piece, size_t threads,
		 float *scratch)
{
	struct stage_cut c = back_cut(s, threads);
	struct planes dy[STAGE_CUT_LIST], dx[STAGE_CUT_LIST];
	struct volume_conv_args a = {
		.x = dy,
		.y = dx,
		.in = s->conv->out,
		.u = s->conv->winograd_flipped,
		.mask = 1,
		.scratch = scratch,
	};
	size_t z;

	if (!is_fast(s)) {
		direct_back(s, piece);
		return;
	}
	z = stage_cut_at(&c, piece, inputs(s), &a);
	list_met_back(s, z, a.n, dy);
	stage_cut_list(&s->x, (ptrdiff_t)z, a.n, dx);
	winograd_kernels()->volume(&a);
}

const struct stage_op stage_conv = {
	.reach = reach,
	.needs = needs,
	.pieces = pieces,
	.forward = forward,
	.slots = slots,
	.grad_pieces = grad_pieces,
	.grad = grad,
	.back_pieces = back_pieces,
	.back = back,
};
