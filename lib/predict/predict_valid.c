/*
 * predict_valid.c - see predict_valid.h.
 *
 * A tile of the output needs the input at its place and shrink / 2 pixels on
 * every side.  Tiles start at multiples of unet_multiple, so that the blocks
 * of pooling are at the same places in all of them.
 */
#include "predict/predict_valid.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/size.h"
#include "kernel/arena.h"

#define TILE_MOST \
	512 /* tiles that are chosen automatically are at most this
			    large */
#define BYTES_MOST \
	150e6 /* and take at most these bytes in a thread, if
			    possible */

struct tile_axis {
	size_t size;	    /* sides of the image, in pixels */
	size_t tile, tiles; /* pixels from one tile to the next; number of
			       tiles */
	size_t from, to;    /* sides of a window's input and of its output */
	size_t skip; /* pixels at each end of an output that are not used */
};

struct tiles {
	struct tile_axis y, x;
	size_t border; /* pixels of input around the output */
	const struct tile_io *image;
	size_t in, out;	    /* channels of the network */
	float *from, *to;   /* windows in one batch */
	struct err *failed; /* floats of each */
	size_t first;	    /* the tile of the batch's first window */
};

static void axis_set(struct tile_axis *a, const struct unet *u, size_t tile)
{
	size_t m = unet_multiple(u);

	a->skip = unet_margin(u);
	a->tile = (min(tile, a->size) + m - 1) / m * m;
	a->tiles = (a->size + a->tile - 1) / a->tile;
	a->from = unet_input(u, min(a->tile, a->size) + 2 * a->skip);
	a->to = unet_output(u, a->from);
}

static double maps(const struct tiles *t, const struct unet *u, int threads)
{
	struct extent e = { 1, t->y.from, t->x.from };

	return net_memory_forward(u, threads, e, 0);
}

/* Allocate the windows of N tiles. */
static void lay_out(struct tiles *t, size_t n, struct arena *a)
{
	t->from = arena_take(a, n * t->in * t->y.from * t->x.from);
	t->to = arena_take(a, n * t->out * t->y.to * t->x.to);
}

/* Halve the tiles until every thread has one and they fit into memory, but keep
 * them at least twice as wide as their border. */
static void plan(struct tiles *t, const struct unet *u, size_t tile,
		 size_t threads)
{
	size_t side = tile ? tile : TILE_MOST;

	t->border = unet_shrink(u) / 2 + unet_margin(u);
	for (;; side /= 2) {
		axis_set(&t->y, u, side);
		axis_set(&t->x, u, side);
		if (tile || side / 2 < 2 * t->border ||
		    side / 2 < unet_multiple(u))
			return;
		if (t->y.tiles * t->x.tiles >= threads &&
		    maps(t, u, (int)threads) <= BYTES_MOST)
			return;
	}
}

static void fill_window(void *arg, size_t i, int worker)
{
	const struct tiles *t = arg;
	size_t n = t->first + i;
	ptrdiff_t top = (ptrdiff_t)(n / t->x.tiles * t->y.tile) -
			(ptrdiff_t)t->border;
	ptrdiff_t left = (ptrdiff_t)(n % t->x.tiles * t->x.tile) -
			 (ptrdiff_t)t->border;

	(void)worker;
	for (size_t c = 0; c < t->in && !t->failed[i].kind; c++)
		tile_io_window(t->image, c, left, top, t->x.from, t->y.from,
			       t->from +
				       (i * t->in + c) * t->y.from * t->x.from,
			       &t->failed[i]);
}

/* Takes channel C of window I. */
static int take_tile(const struct tiles *t, size_t i, size_t c, struct err *err)
{
	size_t n = t->first + i;
	struct area row = { .x = n % t->x.tiles * t->x.tile,
			    .y = n / t->x.tiles * t->y.tile,
			    .height = 1 };
	size_t bottom = min(row.y + t->y.tile, t->y.size);
	float *from = t->to + (i * t->out + c) * t->y.to * t->x.to +
		      t->y.skip * t->x.to + t->x.skip;

	row.width = min(t->x.tile, t->x.size - row.x);
	for (; row.y < bottom; row.y++, from += t->x.to)
		if (t->image->write(t->image->arg, c, &row, from, err) < 0)
			return -1;
	return 0;
}

double predict_valid_memory(const struct unet *u, int threads, size_t width,
			    size_t height)
{
	struct tiles t = { .y.size = height,
			   .x.size = width,
			   .in = (size_t)u->in_channels,
			   .out = (size_t)u->out_channels };
	struct arena a = { 0 };

	plan(&t, u, 0, (size_t)threads);
	lay_out(&t, (size_t)threads, &a);
	return maps(&t, u, threads) + sizeof(float) * (double)a.used;
}

/* Predict N tiles at once. */
static int make_tiles(struct tiles *t, struct net *net,
		      struct thread_pool *pool, size_t n, struct err *err)
{
	int rc = 0;

	thread_pool_run(pool, n, fill_window, t);
	for (size_t i = 0; i < n; i++)
		if (t->failed[i].kind) {
			*err = t->failed[i];
			return -1;
		}
	net_forward(net, t->from, t->to, n,
		    (struct extent){ 1, t->y.from, t->x.from });
	for (size_t i = 0; i < n * t->out && !rc; i++)
		rc = take_tile(t, i / t->out, i % t->out, err);
	return rc;
}

int predict_valid(struct net *net, struct thread_pool *pool, size_t tile,
		  const struct tile_io *p, struct err *err)
{
	struct tiles t = { .image = p,
			   .y.size = p->height,
			   .x.size = p->width,
			   .in = (size_t)net_unet(net)->in_channels,
			   .out = (size_t)net_unet(net)->out_channels };
	size_t threads = (size_t)thread_pool_threads(pool), batch, tiles;
	struct arena a = { 0 };
	int rc = 0;

	plan(&t, net_unet(net), tile, threads);
	tiles = t.y.tiles * t.x.tiles;
	batch = min(threads, tiles);
	lay_out(&t, batch, &a);
	a.memory = mem_floats(a.used);
	a.used = 0;
	lay_out(&t, batch, &a);
	t.failed = mem_zero(batch, sizeof(*t.failed));
	for (; t.first < tiles && !rc; t.first += batch)
		rc = make_tiles(&t, net, pool, min(batch, tiles - t.first),
				err);
	free(a.memory);
	free(t.failed);
	return rc;
}
