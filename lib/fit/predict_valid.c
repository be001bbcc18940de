/*
 * predict_valid.c - a whole image through a network with "valid" padding.
 *
 * A tile of the output needs the input below it and shrink / 2 pixels on
 * every side.  Tiles start at multiples of the network's multiple, so that
 * the pooling's blocks lie alike in all of them.
 */
#include "fit/predict_valid.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "nn/memory.h"

#define TILE_MOST 512		/* chosen tiles are no larger */
#define BYTES_MOST 150e6	/* nor take more in a thread, if they may */

struct axis {
	size_t size;		/* of the image, in pixels */
	size_t tile, tiles;	/* pixels from tile to tile, their number */
	size_t from, to;	/* sides of a window's input and output */
};

struct tiling {
	struct axis y, x;
	size_t border;		/* of the input around the output */
	const float *in;
	float *from, *to;	/* windows of one batch */
	size_t first;		/* tile of the batch's first window */
};

static size_t min(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* Index of pixel I of a row of N that is mirrored at both ends without end:
 * pixels -1, -2 are those of 1, 2. */
static size_t mirror(ptrdiff_t i, size_t n)
{
	size_t period = 2 * (n - 1), at = (size_t)(i < 0 ? -i : i);

	if (n == 1)
		return 0;
	at %= period;
	return at < n ? at : period - at;
}

static void axis_set(struct axis *a, const struct unet *u, size_t tile)
{
	size_t m = unet_multiple(u);

	a->tile = (min(tile, a->size) + m - 1) / m * m;
	a->tiles = (a->size + a->tile - 1) / a->tile;
	a->from = unet_input(u, min(a->tile, a->size));
	a->to = unet_output(u, a->from);
}

/* Halve the tiles until every thread has one and they fit, while they are
 * larger than what lies around them. */
static void plan(struct tiling *t, const struct unet *u, size_t tile,
		 size_t threads)
{
	size_t side = tile ? tile : TILE_MOST;

	t->border = unet_shrink(u) / 2;
	for (;; side /= 2) {
		axis_set(&t->y, u, side);
		axis_set(&t->x, u, side);
		if (tile || side / 2 < 2 * t->border ||
		    side / 2 < unet_multiple(u))
			return;
		if (t->y.tiles * t->x.tiles >= threads &&
		    memory_stream(u, (int)threads, t->y.from, t->x.from, 1) <=
		    BYTES_MOST)
			return;
	}
}

static void fill_window(void *arg, size_t i, int worker)
{
	const struct tiling *t = arg;
	size_t n = t->first + i;
	ptrdiff_t top = (ptrdiff_t)(n / t->x.tiles * t->y.tile) -
		(ptrdiff_t)t->border;
	ptrdiff_t left = (ptrdiff_t)(n % t->x.tiles * t->x.tile) -
		(ptrdiff_t)t->border;
	float *to = t->from + i * t->y.from * t->x.from;

	(void)worker;
	for (size_t y = 0; y < t->y.from; y++) {
		const float *row = t->in + t->x.size *
			mirror(top + (ptrdiff_t)y, t->y.size);

		for (size_t x = 0; x < t->x.from; x++)
			*to++ = row[mirror(left + (ptrdiff_t)x, t->x.size)];
	}
}

static void take_tile(const struct tiling *t, size_t i, float *out)
{
	size_t n = t->first + i;
	size_t y0 = n / t->x.tiles * t->y.tile;
	size_t x0 = n % t->x.tiles * t->x.tile;
	size_t rows = min(t->y.tile, t->y.size - y0);
	size_t cols = min(t->x.tile, t->x.size - x0);
	const float *from = t->to + i * t->y.to * t->x.to;

	for (size_t y = 0; y < rows; y++)
		memcpy(out + (y0 + y) * t->x.size + x0, from + y * t->x.to,
		       cols * sizeof *out);
}

double predict_valid_memory(const struct unet *u, int threads, size_t width,
			    size_t height)
{
	struct tiling t = { .y.size = height, .x.size = width };

	plan(&t, u, 0, (size_t)threads);
	return memory_stream(u, threads, t.y.from, t.x.from, 1) +
		sizeof(float) * threads *
		(double)(t.y.from * t.x.from + t.y.to * t.x.to);
}

void predict_valid(struct net *net, struct pool *pool, size_t tile,
		   const float *in, float *out, size_t width, size_t height)
{
	struct tiling t = { .in = in, .y.size = height, .x.size = width };
	size_t threads = (size_t)pool_threads(pool), batch, tiles;

	plan(&t, net_unet(net), tile, threads);
	tiles = t.y.tiles * t.x.tiles;
	batch = min(threads, tiles);
	t.from = mem_floats(batch * t.y.from * t.x.from);
	t.to = mem_floats(batch * t.y.to * t.x.to);
	for (; t.first < tiles; t.first += batch) {
		size_t n = min(batch, tiles - t.first);

		pool_run(pool, n, fill_window, &t);
		net_forward(net, t.from, t.to, n, t.y.from, t.x.from);
		for (size_t i = 0; i < n; i++)
			take_tile(&t, i, out);
	}
	free(t.from);
	free(t.to);
}
