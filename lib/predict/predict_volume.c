/*
 * predict_volume.c - see predict_volume.h.
 *
 * A box of the output needs a window of the input that is larger on all sides.
 * Both begin at places at which the bits of a pixel do not depend on the cut
 * (see net.h).
 */
#include "predict/predict_volume.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/size.h"
#include "kernel/arena.h"

#define BYTES_MOST \
	1e9 /* boxes that are chosen automatically take at most these
			  bytes, if possible */

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
	struct box_axis axis[AXES];
	const struct tile_io *stack;
	float *window, *pred;
	struct err *failed; /* the error of each slice of the window */
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
	a->halo = u->valid ? unet_shrink(u) / 2 :
			     round_up(flat ? unet_reach(u) : unet_context(u),
				      a->step);
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
		a->from = unet_input(u, min(a->box, a->size));
		a->to = unet_output(u, a->from);
		a->skip = 0;
		return;
	}
	a->skip = min(a->halo, a->at);
	a->start = (ptrdiff_t)(a->at - a->skip);
	end = min(a->at + a->box + a->halo, a->padded);
	a->from = a->to = end - (a->at - a->skip);
}

/* Returns the sides of the largest window. */
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

/* Allocate a window of E and its output. */
static void lay_out(struct boxes *b, struct extent e, struct arena *a)
{
	b->window = arena_take(a, e.d * e.h * e.w);
	b->pred = arena_take(a, e.d * e.h * e.w);
}

static double bytes(struct boxes *b, int threads)
{
	struct extent e = largest(b);
	struct arena a = { 0 };

	lay_out(b, e, &a);
	return net_memory_forward(b->u, threads, e, 0) +
	       sizeof(float) * (double)a.used;
}

/* Halve the longest side until a box fits, as long as that makes it smaller. */
static void choose(struct boxes *b, int threads)
{
	while (bytes(b, threads) > BYTES_MOST) {
		struct box_axis *a = &b->axis[X];

		for (int k = 0; k < AXES; k++)
			if (b->axis[k].box > a->box)
				a = &b->axis[k];
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
		if (tile)
			set_box(&b->axis[k], tile);
	}
	if (!tile)
		choose(b, threads);
}

static int read_slice(void *arg, const struct area *area, float *px,
		      struct err *err)
{
	const struct slice *s = arg;
	struct area a = *area;

	a.y += s->first;
	return s->stack->read(s->stack->arg, &a, px, err);
}

/* Read one slice of the window. */
static void fill_slice(void *arg, size_t i, int worker)
{
	const struct boxes *b = arg;
	const struct box_axis *z = &b->axis[Z], *y = &b->axis[Y];
	const struct box_axis *x = &b->axis[X];
	size_t at = tile_io_mirror(z->start + (ptrdiff_t)i, z->size);
	struct slice s = { b->stack, at * y->size };
	struct tile_io p = { .width = x->size,
			     .height = y->size,
			     .read = read_slice,
			     .arg = &s };

	(void)worker;
	tile_io_window(&p, x->start, y->start, x->from, y->from,
		       b->window + i * y->from * x->from, &b->failed[i]);
}

static int fill(struct boxes *b, struct thread_pool *pool, struct err *err)
{
	size_t n = b->axis[Z].from;

	thread_pool_run(pool, n, fill_slice, b);
	for (size_t i = 0; i < n; i++)
		if (b->failed[i].kind) {
			*err = b->failed[i];
			return -1;
		}
	return 0;
}

static int take(const struct boxes *b, struct err *err)
{
	const struct box_axis *z = &b->axis[Z], *y = &b->axis[Y];
	const struct box_axis *x = &b->axis[X];

	for (size_t i = 0; i < z->n * y->n; i++) {
		size_t slice = i / y->n, row = i % y->n;
		struct area to = { x->at,
				   (z->at + slice) * y->size + y->at + row,
				   x->n, 1 };
		float *px = b->pred +
			    ((z->skip + slice) * y->to + y->skip + row) *
				    x->to +
			    x->skip;

		if (b->stack->write(b->stack->arg, &to, px, err) < 0)
			return -1;
	}
	return 0;
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
	struct boxes b = { .stack = p };
	struct box_axis *z = &b.axis[Z], *y = &b.axis[Y], *x = &b.axis[X];
	struct arena a = { 0 };
	struct extent e;
	int rc = 0;

	plan(&b, net_unet(net),
	     (struct extent){ p->slices, p->height / p->slices, p->width },
	     tile, thread_pool_threads(pool));
	e = largest(&b);
	lay_out(&b, e, &a);
	a.memory = mem_floats(a.used);
	a.used = 0;
	lay_out(&b, e, &a);
	b.failed = mem_zero(e.d, sizeof(*b.failed));
	for (size_t i = 0; i < z->boxes * y->boxes * x->boxes && !rc; i++) {
		go_to(x, b.u, i % x->boxes);
		go_to(y, b.u, i / x->boxes % y->boxes);
		go_to(z, b.u, i / x->boxes / y->boxes);
		rc = fill(&b, pool, err);
		if (rc)
			break;
		net_forward(net, b.window, b.pred, 1,
			    (struct extent){ z->from, y->from, x->from });
		rc = take(&b, err);
	}
	free(a.memory);
	free(b.failed);
	return rc;
}
