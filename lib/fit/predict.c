/*
 * predict.c - a whole image through the network, tile by tile.
 *
 * All windows (a tile and its halo) have one size: at a border of the
 * image the window is moved inside instead of being cut.  It still starts
 * at a multiple and still has the halo, or the image's own border with the
 * network's own zero padding, on every side of its tile.
 */
#include "fit/predict.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "fit/predict_valid.h"
#include "nn/memory.h"

#define TILE_MOST 512		/* chosen tiles are no larger */
#define BYTES_MOST 150e6	/* nor take more in a thread, if they may */

struct axis {			/* one direction of the tiling */
	size_t size, padded;	/* of the image, in pixels */
	size_t tile, window;	/* pixels, multiples of the multiple */
	size_t tiles;
};

struct tiling {
	struct axis y, x;
	size_t halo;
	const float *in;
	float *out;
	float *from, *to;	/* windows of one batch */
	size_t first;		/* tile of the batch's first window */
};

static size_t round_up(size_t n, size_t to)
{
	return (n + to - 1) / to * to;
}

static size_t min(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* Index of pixel I of an endless mirrored row of N. */
static size_t reflect(size_t i, size_t n)
{
	size_t period = 2 * (n - 1);

	if (n == 1)
		return 0;
	i %= period;
	return i < n ? i : period - i;
}

static void axis_set(struct axis *a, size_t tile, size_t multiple,
		     size_t halo)
{
	a->tile = round_up(min(tile, a->padded), multiple);
	a->window = min(a->tile + 2 * halo, a->padded);
	a->tiles = (a->padded + a->tile - 1) / a->tile;
}

static void cut(struct tiling *t, size_t multiple, size_t rows, size_t cols)
{
	axis_set(&t->y, (t->y.padded + rows - 1) / rows, multiple, t->halo);
	axis_set(&t->x, (t->x.padded + cols - 1) / cols, multiple, t->halo);
}

/* Enough tiles that every thread has one and that they fit, while a tile
 * is still large beside its halo. */
static void choose(struct tiling *t, const struct unet *u, size_t threads)
{
	size_t rows = (t->y.padded + TILE_MOST - 1) / TILE_MOST;
	size_t cols = (t->x.padded + TILE_MOST - 1) / TILE_MOST;
	size_t multiple = unet_multiple(u);

	cut(t, multiple, rows, cols);
	while (rows * cols < threads ||
	       memory_thread(u, t->y.window, t->x.window, 0) > BYTES_MOST) {
		size_t h = t->y.padded / rows, w = t->x.padded / cols;

		if ((h > w ? h : w) / 2 < 2 * t->halo)
			break;
		if (h > w)
			rows++;
		else
			cols++;
		cut(t, multiple, rows, cols);
	}
}

static void plan(struct tiling *t, const struct unet *u, size_t tile,
		 size_t threads)
{
	size_t multiple = unet_multiple(u);

	t->halo = round_up(unet_context(u), multiple);
	t->y.padded = round_up(t->y.size, multiple);
	t->x.padded = round_up(t->x.size, multiple);
	if (!tile) {
		choose(t, u, threads);
		return;
	}
	axis_set(&t->y, tile, multiple, t->halo);
	axis_set(&t->x, tile, multiple, t->halo);
}

/* Where the window of tile I begins. */
static size_t window_at(const struct axis *a, size_t halo, size_t i)
{
	size_t at = i * a->tile;

	at = at > halo ? at - halo : 0;
	return min(at, a->padded - a->window);
}

static void fill_window(void *arg, size_t i, int worker)
{
	const struct tiling *t = arg;
	size_t n = t->first + i;
	size_t top = window_at(&t->y, t->halo, n / t->x.tiles);
	size_t left = window_at(&t->x, t->halo, n % t->x.tiles);
	float *to = t->from + i * t->y.window * t->x.window;

	(void)worker;
	for (size_t y = 0; y < t->y.window; y++) {
		const float *row =
			t->in + reflect(top + y, t->y.size) * t->x.size;

		for (size_t x = 0; x < t->x.window; x++)
			*to++ = row[reflect(left + x, t->x.size)];
	}
}

static void take_tile(const struct tiling *t, size_t i)
{
	size_t n = t->first + i;
	size_t row = n / t->x.tiles, col = n % t->x.tiles;
	size_t y0 = row * t->y.tile, x0 = col * t->x.tile;
	size_t y1 = min(y0 + t->y.tile, t->y.size);
	size_t x1 = min(x0 + t->x.tile, t->x.size);
	size_t top = window_at(&t->y, t->halo, row);
	size_t left = window_at(&t->x, t->halo, col);
	const float *from = t->to + i * t->y.window * t->x.window;

	if (x0 >= x1)		/* nothing but padding */
		return;
	for (size_t y = y0; y < y1; y++)
		memcpy(t->out + y * t->x.size + x0,
		       from + (y - top) * t->x.window + x0 - left,
		       (x1 - x0) * sizeof *from);
}

double predict_memory(const struct unet *u, int threads, size_t width,
		      size_t height)
{
	struct tiling t = { .y.size = height, .x.size = width };

	if (u->valid)
		return predict_valid_memory(u, threads, width, height);
	plan(&t, u, 0, (size_t)threads);
	return memory_thread(u, t.y.window, t.x.window, 0);
}

int predict_net(struct net *net, struct pool *pool,
		const struct predict_options *o, const float *in, float *out,
		size_t width, size_t height, struct err *err)
{
	const struct unet *u = net_unet(net);
	size_t threads = (size_t)pool_threads(pool), batch, len, tiles;
	struct tiling t = { .in = in, .out = out };

	if (u->in_channels != 1 || u->out_channels != 1)
		return err_usage(err, "the network has %lld channels in and "
				 "%lld out, images have 1",
				 (long long)u->in_channels,
				 (long long)u->out_channels);
	if (u->valid) {
		predict_valid(net, pool, o ? o->tile : 0, in, out, width,
			      height);
		return 0;
	}
	t.y.size = height;
	t.x.size = width;
	plan(&t, u, o ? o->tile : 0, threads);
	len = t.y.window * t.x.window;
	tiles = t.y.tiles * t.x.tiles;
	/* Small windows go in larger batches: the threads meet less often. */
	batch = threads * ((size_t)TILE_MOST * TILE_MOST / len + 1);
	batch = min(batch, tiles);
	t.from = mem_floats(batch * len);
	t.to = mem_floats(batch * len);
	for (; t.first < tiles; t.first += batch) {
		size_t n = min(batch, tiles - t.first);

		pool_run(pool, n, fill_window, &t);
		net_forward(net, t.from, t.to, n, t.y.window, t.x.window);
		for (size_t i = 0; i < n; i++)
			take_tile(&t, i);
	}
	free(t.from);
	free(t.to);
	return 0;
}

int predict_image(const struct unet *u, const float *weights,
		  struct pool *pool, const struct predict_options *o,
		  const float *in, float *out, size_t width, size_t height,
		  struct err *err)
{
	struct net *net = net_new(u, pool, err);
	int rc;

	if (!net)
		return -1;
	memcpy(net_weights(net), weights, net_size(net) * sizeof *weights);
	rc = predict_net(net, pool, o, in, out, width, height, err);
	net_free(net);
	return rc;
}
