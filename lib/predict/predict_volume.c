/*
 * predict_volume.c - see predict_volume.h.
 *
 * The slices of a stack pass through the network one after the other.  Where
 * whole slices take too much memory they are cut into boxes: a box reaches
 * through all slices, and needs a window of the input that is larger on its
 * four sides.  Both begin at places at which the bits of a pixel do not depend
 * on the cut (see net.h).
 */
#include "predict/predict_volume.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/size.h"

/* Boxes that are chosen automatically take at most these bytes, if possible.
 */
#define BYTES_MOST 1.1e9

struct box_axis {
	size_t size, padded; /* sides of the stack; the same rounded up to the
				multiple */
	size_t step, halo;   /* boxes begin at multiples of STEP */
	size_t box, boxes;   /* pixels from one box to the next; number of
				boxes */
	/* The current box: */
	ptrdiff_t start;    /* where its window begins */
	size_t from, to;    /* sides of the window and of its output */
	size_t at, skip, n; /* the box, and where it begins in the output */
};

enum { Z, Y, X, AXES };

struct boxes {
	const struct unet *u;
	struct box_axis axis[AXES]; /* Z: always one box */
	const struct tile_io *stack;
	struct thread_pool *pool;
	/* Slices of the window that are read now: from FIRST on, SLICES of
	 * them, to PX. */
	size_t first, slices;
	float *px;
	struct err *piece; /* the error of each slice of the window */
	int failed;
	struct err *err; /* the first failure */
};

/* A slice of a stack, as an image of its own. */
struct slice {
	const struct tile_io *stack;
	size_t first; /* the slice's first row */
};

static void set_box(struct box_axis *a, size_t box)
{
	a->box = round_up(min(box, a->padded), a->step);
	a->boxes = (a->padded + a->box - 1) / a->box;
}

static void set_axis(struct box_axis *a, const struct unet *u, size_t size,
		     int flat)
{
	size_t m = unet_multiple(u);

	a->size = size;
	a->padded = round_up(size, m);
	a->step = flat && !u->valid ? unet_grid(u) : m;
	a->halo = u->valid ? unet_shrink(u) / 2 + unet_margin(u) :
			     round_up(unet_reach(u), a->step);
	set_box(a, a->padded);
}

/* Make box I the current one. */
static void go_to(struct box_axis *a, const struct unet *u, size_t i)
{
	size_t end;

	a->at = i * a->box;
	a->n = min(a->box, a->size - a->at);
	if (u->valid) {
		a->start = (ptrdiff_t)a->at - (ptrdiff_t)a->halo;
		a->skip = unet_margin(u);
		a->from = unet_input(u, min(a->box, a->size) + 2 * a->skip);
		a->to = unet_output(u, a->from);
		return;
	}
	a->skip = min(a->halo, a->at);
	a->start = (ptrdiff_t)(a->at - a->skip);
	end = min(a->at + a->box + a->halo, a->padded);
	a->from = a->to = end - (a->at - a->skip);
}

/* Returns the largest window that any box has. */
static struct extent largest(struct boxes *b)
{
	size_t most[AXES] = { 0 };

	for (int k = 0; k < AXES; k++)
		for (size_t i = 0; i < b->axis[k].boxes; i++) {
			go_to(&b->axis[k], b->u, i);
			if (b->axis[k].from > most[k])
				most[k] = b->axis[k].from;
		}
	return (struct extent){ most[Z], most[Y], most[X] };
}

static double bytes(struct boxes *b, int threads)
{
	return net_memory_forward(b->u, threads, largest(b), 0);
}

/* Halve the longer side until a box fits, while that makes it smaller. */
static void choose(struct boxes *b, int threads)
{
	while (bytes(b, threads) > BYTES_MOST) {
		struct box_axis *y = &b->axis[Y], *x = &b->axis[X];
		struct box_axis *a = y->box > x->box ? y : x;

		if (a->box <= a->step)
			return;
		set_box(a, a->box / 2);
	}
}

static void plan(struct boxes *b, const struct unet *u, struct extent size,
		 size_t tile, int threads)
{
	const size_t side[AXES] = { size.d, size.h, size.w };

	b->u = u;
	for (int k = 0; k < AXES; k++) {
		set_axis(&b->axis[k], u, side[k], k != Z);
		if (tile && k != Z)
			set_box(&b->axis[k], tile);
	}
	if (!tile)
		choose(b, threads);
}

static int read_slice(void *arg, size_t channel, const struct area *area,
		      float *px, struct err *err)
{
	const struct slice *s = arg;
	struct area a = *area;

	a.y += s->first;
	return s->stack->read(s->stack->arg, channel, &a, px, err);
}

/* One piece: a slice of the window, with its channels. */
static void fill_slice(void *arg, size_t i, int worker)
{
	const struct boxes *b = arg;
	const struct box_axis *z = &b->axis[Z], *y = &b->axis[Y];
	const struct box_axis *x = &b->axis[X];
	size_t slice = b->first + i;
	size_t at = tile_io_mirror(z->start + (ptrdiff_t)slice, z->size);
	struct slice s = { b->stack, at * y->size };
	struct tile_io p = { .width = x->size,
			     .height = y->size,
			     .read = read_slice,
			     .arg = &s };

	(void)worker;
	for (size_t c = 0; c < (size_t)b->u->in_channels; c++)
		if (tile_io_window(&p, c, x->start, y->start, x->from, y->from,
				   b->px + (c * b->slices + i) * y->from *
						   x->from,
				   &b->piece[slice]) < 0)
			return;
}

/* After a failure the rest of the box is zeros. */
static void slices_in(void *arg, size_t from, size_t to, float *px)
{
	struct boxes *b = arg;
	size_t area = b->axis[Y].from * b->axis[X].from;

	b->first = from;
	b->slices = to - from;
	b->px = px;
	if (!b->failed)
		thread_pool_run(b->pool, to - from, fill_slice, b);
	for (size_t i = from; i < to && !b->failed; i++)
		if (b->piece[i].kind) {
			*b->err = b->piece[i];
			b->failed = 1;
		}
	if (b->failed)
		memset(px, 0,
		       (size_t)b->u->in_channels * (to - from) * area *
			       sizeof(*px));
}

static void write_slice(struct boxes *b, size_t channel, size_t slice,
			float *px)
{
	const struct box_axis *y = &b->axis[Y], *x = &b->axis[X];

	px += y->skip * x->to + x->skip;
	for (size_t i = 0; i < y->n && !b->failed; i++, px += x->to) {
		struct area to = { x->at, slice * y->size + y->at + i, x->n,
				   1 };

		if (b->stack->write(b->stack->arg, channel, &to, px, b->err) <
		    0)
			b->failed = 1;
	}
}

/* What was padded is dropped. */
static void slices_out(void *arg, size_t from, size_t to, float *px)
{
	struct boxes *b = arg;
	size_t area = b->axis[Y].to * b->axis[X].to;
	const struct box_axis *z = &b->axis[Z];

	for (size_t c = 0; c < (size_t)b->u->out_channels; c++)
		for (size_t i = from; i < to; i++, px += area)
			if (i >= z->skip && i < z->skip + z->size)
				write_slice(b, c, i - z->skip, px);
}

double predict_volume_memory(const struct unet *u, int threads,
			     struct extent size)
{
	struct boxes b = { 0 };

	plan(&b, u, size, 0, threads);
	return bytes(&b, threads);
}

int predict_volume(struct net *net, struct thread_pool *pool, size_t tile,
		   const struct tile_io *p, struct err *err)
{
	struct boxes b = { .stack = p, .pool = pool, .err = err };
	struct box_axis *z = &b.axis[Z], *y = &b.axis[Y], *x = &b.axis[X];

	plan(&b, net_unet(net),
	     (struct extent){ p->slices, p->height / p->slices, p->width },
	     tile, thread_pool_threads(pool));
	go_to(z, b.u, 0);
	b.piece = mem_zero(z->from, sizeof(*b.piece));
	for (size_t i = 0; i < y->boxes * x->boxes && !b.failed; i++) {
		go_to(x, b.u, i % x->boxes);
		go_to(y, b.u, i / x->boxes);
		net_stream_slices(net,
				  (struct extent){ z->from, y->from, x->from },
				  slices_in, slices_out, &b);
	}
	free(b.piece);
	return b.failed ? -1 : 0;
}
